import { money, pctUnits } from "./firm-rules.ts";
import { shareOf } from "./loss-floors.ts";
import { bestDayShare, daysSoFar, progressOf, tradingDays, winningDays } from "./progress.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";

/** One condition of a payout; numbers of days, or of payouts, or text of money and percent. */
export interface PayoutCondition {
  readonly condition:
    | "trading_days"
    | "winning_days"
    | "best_day_share"
    | "days_passed"
    | "amount"
    | "payouts"
    | "alive";
  readonly has: bigint | number | null;
  readonly needs: bigint | number | string;
  readonly met: boolean;
}

/** One way to a payout, with what is missing on it. */
export interface PayoutPathRow {
  readonly name: string;
  readonly open: boolean;
  readonly conditions: readonly PayoutCondition[];
  /** The most that may be taken on this way now, by profit, share of the balance and cap. */
  readonly most: bigint;
}

/** Every way to a payout and what it still needs; empty where the phase pays nothing. A cap that no source gives does not lower `most`. */
export function payoutRows(guard: PropFirmGuard): PayoutPathRow[] {
  const { rules, state } = guard;
  const { preset, start } = rules;
  const { payout } = preset;
  if (payout === null) return [];
  const period = daysSoFar(state).slice(state.periodFrom);
  const consistency = progressOf(guard).consistency;
  const common: PayoutCondition[] = [
    { condition: "alive", has: null, needs: "no failed rule", met: state.failure === null },
  ];
  if (payout.maxPayouts !== null) {
    common.push({
      condition: "payouts",
      has: state.payouts,
      needs: payout.maxPayouts,
      met: state.payouts < payout.maxPayouts,
    });
  }
  // Days since the account began or was last paid from.
  const passed = state.day - (state.payouts === 0 ? state.startedDay : state.periodDay);
  if (payout.firstAfterDays !== null) common.push(atLeast("days_passed", passed, payout.firstAfterDays));
  if (consistency !== null && preset.consistency?.effect === "payout_gate") {
    common.push({
      condition: "best_day_share",
      has: consistency.shareBps,
      needs: consistency.maxSharePct,
      met: consistency.holds,
    });
  }
  const profit = state.balance > start ? state.balance - start : 0n;
  return payout.paths.map((path) => {
    const conditions = [...common];
    if (path.tradingDays !== null)
      conditions.push(atLeast("trading_days", tradingDays(preset, period), path.tradingDays));
    if (path.winningDays !== null) {
      const { days, minProfit } = path.winningDays;
      conditions.push(atLeast("winning_days", winningDays(period, minProfit === null ? null : money(minProfit)), days));
    }
    if (path.maxBestDaySharePct !== null) {
      const row = bestDayShare(period, false, path.maxBestDaySharePct);
      conditions.push({ condition: "best_day_share", has: row.shareBps, needs: row.maxSharePct, met: row.holds });
    }
    let most = profit;
    if (payout.maxPctOfBalance !== null) most = least(most, shareOf(state.balance, pctUnits(payout.maxPctOfBalance)));
    if (path.cap !== null) most = least(most, money(path.cap));
    const needs = payout.minAmount === null ? 0n : money(payout.minAmount);
    conditions.push({ condition: "amount", has: most, needs, met: most > 0n && most >= needs });
    return { name: path.name, open: conditions.every(({ met }) => met), conditions, most };
  });
}

function atLeast(condition: PayoutCondition["condition"], has: number, needs: number): PayoutCondition {
  return { condition, has, needs, met: has >= needs };
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
