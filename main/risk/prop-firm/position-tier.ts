import type { FirmRules } from "./firm-rules.ts";
import type { GuardState } from "./guard-state.ts";

/**
 * The micro contracts that may be held now: by the profit of the last day's end, or of this very tick where the firm
 * follows live equity. A loss leaves the first tier; `null` without a stated limit.
 */
export function allowedMicros({ preset, tiers, start }: FirmRules, state: GuardState): number | null {
  const profit = preset.positionLimit.follows === "live_equity" ? state.maxEquity - start : state.closedProfit;
  let most: number | null = null;
  for (const { profitFrom, micros } of tiers) if (most === null || profit >= profitFrom) most = micros;
  return most;
}
