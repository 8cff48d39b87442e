import type { StopsHit } from "../../shared/contract/room-gauge.ts";
import { type FirmTerms, usualFirmTerms } from "../../shared/model/firm-terms.ts";
import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import { feeRateOf } from "../engine/fee-rate.ts";
import type { StopPlan } from "../engine/stop-plan.ts";
import { PlannedLoss } from "../risk/prop-firm/planned-loss.ts";

/**
 * What is lost if every stop of every position and working order hits, with slippage and fees. Parts without a stop are
 * counted and left out: nothing limits their loss.
 */
export function stopsHit(plans: readonly StopPlan[] | null, takerFeeBps: string, terms: FirmTerms | null): StopsHit {
  const { slippagePercent } = terms ?? usualFirmTerms;
  const feeRate = feeRateOf(takerFeeBps);
  const stopped = plans?.filter(({ stop }) => stop !== null);
  const unstopped = (plans?.length ?? 0) - (stopped?.length ?? 0);
  const loss = stopped ? new PlannedLoss({ ...usualFirmTerms, slippagePercent }).ofBook([stopped], feeRate) : null;
  return { loss: loss === null ? null : formatFixed(loss, MONEY_DIGITS), unstopped, slippagePercent };
}
