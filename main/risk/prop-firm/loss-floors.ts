import { divideHalfEven, tenTo } from "../../../shared/model/fixed.ts";
import type { DailyLoss, LossMode } from "../../../shared/model/prop-firm-loss.ts";
import type { EquitySeen } from "./account-event.ts";
import { type DailyRule, type EquityParts, type FirmRules, PCT_DIGITS } from "./firm-rules.ts";
import { type GuardState, largest } from "./guard-state.ts";

const hundred = 100n * tenTo(PCT_DIGITS);

/** A share of money: the percentage in units of `10^-PCT_DIGITS`, rounded half to even at money's last decimal. */
export function shareOf(amount: bigint, pct: bigint): bigint {
  return divideHalfEven(amount * pct, hundred);
}

/** Whether equity crossed a floor: touching it counts where the boundary is `<=`. */
export function crossed(equity: bigint, floor: bigint, boundary: DailyLoss["boundary"]): boolean {
  return boundary === "<" ? equity < floor : equity <= floor;
}

/** What one day may lose; `null` where no source says how much. */
export function dailyAllowance({ amount, pct }: DailyRule, anchor: bigint): bigint | null {
  if (amount !== null) return amount;
  return pct === null ? null : shareOf(anchor, pct);
}

/** The day's floor below its anchor; `null` without a limit, or where its number is not known. */
export function dailyFloor(rule: DailyRule | null, anchor: bigint): bigint | null {
  const allowance = rule && dailyAllowance(rule, anchor);
  return allowance === null ? null : anchor - allowance;
}

/** What the next day's limit would count from if the reset came now. */
export function nextAnchor(rule: DailyRule | null, { balance, dailyEquity }: GuardState): bigint {
  return rule?.anchor === "max_balance_equity" ? largest(balance, dailyEquity) : balance;
}

/** The peaks and payouts that a drawdown's floor depends on. */
type Peaks = Pick<GuardState, "peakBalance" | "peakEquity" | "payouts">;

/** The floor of the drawdown, in the preset's mode or in another reading of it. It never falls, for the peaks never do. */
export function maxFloor({ start, max }: FirmRules, peaks: Peaks, mode: LossMode = max.mode): bigint {
  if (max.locksAtFirstPayout && peaks.payouts > 0 && max.lock !== null) return max.lock;
  if (mode === "static") return start - max.amount;
  const peak = mode === "trailing_eod_balance" ? peaks.peakBalance : peaks.peakEquity;
  const floor = largest(start, peak) - max.amount;
  return max.lock !== null && floor > max.lock ? max.lock : floor;
}

/** Equity as one limit sees it: the balance and those of its parts that count. */
export function measure(parts: EquityParts, { balance, openPnl, commissions, swaps }: EquitySeen): bigint {
  let equity = balance;
  if (parts.openPnl) equity += openPnl;
  if (parts.commissions) equity -= commissions;
  if (parts.swaps) equity -= swaps;
  return equity;
}
