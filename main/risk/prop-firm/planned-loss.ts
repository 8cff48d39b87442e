import type { FirmTerms } from "../../../shared/model/firm-terms.ts";
import { parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { GateView, Ratio } from "../../engine/gate.ts";
import type { StopPlan } from "../../engine/stop-plan.ts";

/** Decimals of a percentage in the terms, and of the share that it is. */
const percentDigits = 12;
const shareDigits = percentDigits + 2;

/** What one size unit loses on its way from a price to its exit, as an exact numerator of {@link LossPerUnit.one}. */
export interface LossPerUnit {
  readonly perUnit: bigint;
  readonly one: bigint;
}

/**
 * The loss of a size unit that comes in or is marked at `from` and goes out at `stop`, slippage and taker fees in it.
 * `legs`: 1 where only the way out is still to be paid, 2 where the way in is too.
 */
export function lossPerUnit(
  plan: { readonly side: "long" | "short"; readonly from: bigint; readonly stop: bigint; readonly legs: 1 | 2 },
  { slippagePercent }: FirmTerms,
  notionalFactor: bigint,
  rate: Ratio,
  feeRate: GateView["feeRate"],
): LossPerUnit {
  const { side, from, stop, legs } = plan;
  const distance = side === "long" ? from - stop : stop - from;
  const share = parseFixed(slippagePercent, percentDigits);
  const shareOne = tenTo(shareDigits);
  const feeOne = tenTo(feeRate.digits);
  const slipped = (distance > 0n ? distance : 0n) * shareOne + stop * share;
  const fees = (legs === 2 ? from + stop : stop) * feeRate.units * shareOne;
  return {
    perUnit: (slipped * feeOne + fees) * notionalFactor * rate.numerator,
    one: shareOne * feeOne * rate.denominator,
  };
}

/**
 * What a part of the book loses if its stop hits, in the account's money, rounded up. Without a stop it is watched: the
 * guard closes it, so only the gap counts, unless the terms refuse that. `null` where it is not known.
 */
export function plannedLoss(plan: StopPlan, terms: FirmTerms, feeRate: GateView["feeRate"]): bigint | null {
  const { from, rate, size, side, scale, held } = plan;
  if (from === null || rate === null) return null;
  if (plan.stop === null && terms.withoutStop === "refused") return null;
  const way = { side, from, stop: plan.stop ?? from, legs: held ? 1 : 2 } as const;
  const { perUnit, one } = lossPerUnit(way, terms, scale.notionalFactor, rate, feeRate);
  return (size * perUnit + one - 1n) / one;
}

/** What all of the book loses if every stop hits; `null` where one part is not known. */
export function bookLoss(plans: readonly StopPlan[], terms: FirmTerms, feeRate: GateView["feeRate"]): bigint | null {
  let sum = 0n;
  for (const plan of plans) {
    const loss = plannedLoss(plan, terms, feeRate);
    if (loss === null) return null;
    sum += loss;
  }
  return sum;
}
