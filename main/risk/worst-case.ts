import { tenTo } from "../../shared/model/fixed.ts";
import { par } from "../../shared/model/ratio.ts";
import { worstPosition } from "../engine/exposure.ts";
import { Growth, withinLimit } from "./linear-limit.ts";
import { type Measurement, type RuleInput, unknown } from "./rule.ts";

/** Why the worth of a position is not known; `null` where it is. */
export function worthGap({ view, price }: RuleInput, limit: string): Measurement | null {
  if (view.account === null) return unknown(`The account's equity is not known: ${view.accountGap}`, limit);
  if (view.rate === null) return unknown("The order's worth is not known without a declared rate", limit);
  if (price === null || view.mark === null) {
    return unknown("The position's worth is not known without a price", limit);
  }
  return null;
}

/** What the order's position is worth, as numerators of `one`. */
export interface OwnWorth {
  /** The position towards the order's side, if every working order on that side fills and none on the other. */
  readonly held: bigint;
  /** Each size unit at the last price: what is held or working already is valued at it. */
  readonly atLast: bigint;
  /** Each size unit of the order, at its own price. */
  readonly perUnit: bigint;
  readonly one: bigint;
}

/** Call it where there is no {@link worthGap}. */
export function ownWorth(input: RuleInput): OwnWorth {
  input.shared.own ??= findWorth(input);
  return input.shared.own;
}

function findWorth({ intent, view, price }: RuleInput): OwnWorth {
  const { scale, mark, rate } = view;
  const { numerator, denominator } = rate ?? par;
  const factor = rate === par ? scale.notionalFactor : scale.notionalFactor * numerator;
  const last = mark?.price ?? 0n;
  const atLast = last * factor;
  const worst = worstPosition(view.position, intent.side, view.working);
  return {
    held: intent.side === "buy" ? worst : -worst,
    atLast,
    perUnit: price === last ? atLast : (price ?? 0n) * factor,
    one: denominator,
  };
}

/** What the order's position comes to in the worst case. Call it where there is no {@link worthGap}. */
export function positionGrowth(input: RuleInput): Growth {
  input.shared.growth ??= growthFrom(input);
  return input.shared.growth;
}

function growthFrom(input: RuleInput): Growth {
  const { held, atLast, perUnit, one } = ownWorth(input);
  const isOpen = held > 0n;
  return new Growth(input.size, isOpen ? held * atLast : 0n, perUnit, isOpen ? 0n : -held, one);
}

/** The same as it is taken from buying power: with the taker fee, and by the instrument's own margin rate. */
export function marginGrowth(input: RuleInput): Growth {
  input.shared.margin ??= findMargin(input);
  return input.shared.margin;
}

function findMargin(input: RuleInput): Growth {
  const { feeRate, marginWeight } = input.view;
  const growth = positionGrowth(input);
  if (feeRate.units === 0n && marginWeight === par) return growth;
  const { base, perUnit, free, one } = growth;
  const feeOne = tenTo(feeRate.digits);
  const numerator = (feeOne + feeRate.units) * marginWeight.numerator;
  const denominator = feeOne * marginWeight.denominator;
  return new Growth(input.size, base * numerator, perUnit * numerator, free, one * denominator);
}

/** Whether the worst case of the order's position, with what is `elsewhere`, stays within a limit in money. */
export function exposureWithin(
  input: RuleInput,
  limit: bigint,
  elsewhere: bigint,
  text: (observed: string, limit: string) => string,
): Measurement {
  return withinLimit(limit, elsewhere, positionGrowth(input), text);
}
