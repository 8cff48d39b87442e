import type { StopsHit } from "../../shared/contract/room-gauge.ts";
import { type FirmTerms, usualFirmTerms } from "../../shared/model/firm-terms.ts";
import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { StopPlan } from "../engine/stop-plan.ts";
import { plannedLoss } from "../risk/prop-firm/planned-loss.ts";

/** Decimals of a fee in basis points, and of the fraction that it is. */
const bpsDigits = 8;

/**
 * What is lost if every stop of every position and working order hits, with slippage and fees. Parts without a stop are
 * counted and left out: nothing limits their loss.
 */
export function stopsHit(plans: readonly StopPlan[] | null, takerFeeBps: string, terms: FirmTerms | null): StopsHit {
  const { slippagePercent } = terms ?? usualFirmTerms;
  const feeRate = { units: parseFixed(takerFeeBps, bpsDigits), digits: bpsDigits + 4 };
  let loss: bigint | null = plans === null ? null : 0n;
  let unstopped = 0;
  for (const plan of plans ?? []) {
    if (plan.stop === null) {
      unstopped++;
      continue;
    }
    const one = plannedLoss(plan, { ...usualFirmTerms, slippagePercent }, feeRate);
    loss = loss === null || one === null ? null : loss + one;
  }
  return { loss: loss === null ? null : formatFixed(loss, MONEY_DIGITS), unstopped, slippagePercent };
}
