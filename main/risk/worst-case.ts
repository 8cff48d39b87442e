import { tenTo } from "../../shared/model/fixed.ts";
import { signOf, worstPosition } from "../engine/exposure.ts";
import type { Ratio } from "../engine/gate.ts";
import { type Growth, withinLimit } from "./linear-limit.ts";
import { type Measurement, type RuleInput, unknown } from "./rule.ts";

/** Each unit of worth counts as so many: fees and margin rates. */
const plain: Ratio = { numerator: 1n, denominator: 1n };

/** Why the worth of a position is not known; `null` where it is. */
export function worthGap({ view, price }: RuleInput, limit: string): Measurement | null {
  if (view.account === null) return unknown(`The account's equity is not known: ${view.accountGap}`, limit);
  if (view.rate === null) return unknown("The order's worth is not known without a declared rate", limit);
  if (price === null || view.mark === null) {
    return unknown("The position's worth is not known without a price", limit);
  }
  return null;
}

/** The {@link weightedGrowth} in which each unit of worth counts as one, with what is elsewhere. */
export function positionGrowth(input: RuleInput, elsewhere: bigint): Growth {
  input.shared.growth ??= weightedGrowth(input, 0n, plain);
  const { growth } = input.shared;
  const { base, perUnit, free, one } = growth;
  return elsewhere === 0n ? growth : { base: base + elsewhere * one, perUnit, free, one };
}

/**
 * What the order's position comes to in the worst case: every working order on the order's side fills and none on the
 * other. What is held or working already is valued at the last price, the order at its own. Call it where there is no {@link worthGap}.
 */
function weightedGrowth({ intent, view, price }: RuleInput, elsewhere: bigint, weight: Ratio): Growth {
  const { scale, mark, rate } = view;
  const { numerator, denominator } = rate ?? plain;
  const one = denominator * weight.denominator;
  const factor = scale.notionalFactor * numerator * weight.numerator;
  const base = worstPosition(view.position, intent.side, view.working) * signOf(intent.side);
  const held = base > 0n ? base : 0n;
  return {
    base: held * (mark?.price ?? 0n) * factor + elsewhere * one,
    perUnit: (price ?? 0n) * factor,
    free: base < 0n ? -base : 0n,
    one,
  };
}

/** The same as it is taken from buying power: with the taker fee, and by the instrument's own margin rate. */
export function marginGrowth(input: RuleInput, elsewhere: bigint): Growth {
  const { feeRate, marginWeight } = input.view;
  const one = tenTo(feeRate.digits);
  return weightedGrowth(input, elsewhere, {
    numerator: (one + feeRate.units) * marginWeight.numerator,
    denominator: one * marginWeight.denominator,
  });
}

/** Whether the worst case of the order's position, with what is `elsewhere`, stays within a limit in money. */
export function exposureWithin(
  input: RuleInput,
  limit: bigint,
  elsewhere: bigint,
  text: (observed: string, limit: string) => string,
): Measurement {
  return withinLimit(input.size, limit, positionGrowth(input, elsewhere), text);
}
