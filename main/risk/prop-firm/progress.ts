import { tenTo } from "../../../shared/model/fixed.ts";
import type { PropFirmPreset } from "../../../shared/model/prop-firm.ts";
import { money, PCT_DIGITS, pctUnits } from "./firm-rules.ts";
import type { DayResult, GuardState } from "./guard-state.ts";
import { allowedMicros } from "./position-tier.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";

/** The best day against the profit it is measured by. */
export interface ConsistencyRow {
  readonly bestDay: bigint;
  readonly profit: bigint;
  /** Hundredths of a percent; `null` without a profit to divide by. */
  readonly shareBps: number | null;
  readonly maxSharePct: string;
  /** The profit from which on the best day no longer weighs too much. */
  readonly profitNeeded: bigint;
  readonly holds: boolean;
}

/** How many of the days a rule counts are done. */
export interface DaysRow {
  readonly done: number;
  readonly needed: number;
}

/** How far an account has come; money in its currency. */
export interface Progress {
  /** Closed profit, with what was paid out. */
  readonly profit: bigint;
  readonly target: { readonly balance: bigint; readonly missing: bigint; readonly reached: boolean } | null;
  /** `needed` is `null` where sources contradict each other. */
  readonly tradingDays: { readonly done: number; readonly needed: number | null };
  readonly profitableDays: DaysRow | null;
  readonly consistency: ConsistencyRow | null;
  /** Micro contracts that may be held now; `null` without a stated limit. */
  readonly micros: number | null;
  /** Target, days and consistency are met and nothing has failed; `false` for a phase without a target. */
  readonly passed: boolean;
}

/** The days so far with the running one last; a part before a payout stands apart. */
export function daysSoFar(state: Readonly<GuardState>): DayResult[] {
  const { day, balance, pnlBase, traded, opened, days } = state;
  return [...days, { day, pnl: balance - pnlBase, traded, opened }];
}

/** Days on which something happened that makes them trading days. */
export function tradingDays({ requiredDays }: PropFirmPreset, days: readonly DayResult[]): number {
  const counted = days.filter(({ traded, opened }) =>
    requiredDays.countsWhen === "position_opened" ? opened : traded,
  );
  return new Set(counted.map(({ day }) => day)).size;
}

/** Days whose closed result reaches a profit; without a threshold, those above zero. */
export function winningDays(days: readonly DayResult[], minProfit: bigint | null): number {
  let won = 0;
  for (const pnl of resultsByDay(days).values()) if (minProfit === null ? pnl > 0n : pnl >= minProfit) won++;
  return won;
}

/** The best day's share of the profit, against a limit in percent. */
export function bestDayShare(days: readonly DayResult[], positiveOnly: boolean, maxSharePct: string): ConsistencyRow {
  let bestDay = 0n;
  let profit = 0n;
  for (const pnl of resultsByDay(days).values()) {
    if (pnl > bestDay) bestDay = pnl;
    if (!positiveOnly || pnl > 0n) profit += pnl;
  }
  const pct = pctUnits(maxSharePct);
  const whole = 100n * tenTo(PCT_DIGITS);
  return {
    bestDay,
    profit,
    shareBps: profit > 0n ? Number((bestDay * 10_000n) / profit) : null,
    maxSharePct,
    profitNeeded: (bestDay * whole + pct - 1n) / pct,
    holds: bestDay * whole <= pct * (profit > 0n ? profit : 0n),
  };
}

/** How far the account has come towards passing its phase. */
export function progressOf(guard: PropFirmGuard): Progress {
  const { state, rules } = guard;
  const { preset, start } = rules;
  const days = daysSoFar(state);
  const done = tradingDays(preset, days);
  const needed = preset.requiredDays.trading;
  const profitable = profitableRow(preset, days);
  const consistency = consistencyRow(preset, state, days);
  const target = rules.target === null ? null : targetRow(rules.target, state.balance);
  return {
    profit: state.balance - start + state.paid,
    target,
    tradingDays: { done, needed },
    profitableDays: profitable,
    consistency,
    micros: allowedMicros(rules, state),
    passed:
      target?.reached === true &&
      state.failure === null &&
      needed !== null &&
      done >= needed &&
      (profitable === null || profitable.done >= profitable.needed) &&
      (consistency?.holds ?? true),
  };
}

function targetRow(balance: bigint, now: bigint): NonNullable<Progress["target"]> {
  const missing = balance - now;
  return { balance, missing: missing > 0n ? missing : 0n, reached: missing <= 0n };
}

function profitableRow({ requiredDays }: PropFirmPreset, days: readonly DayResult[]): DaysRow | null {
  const { profitable } = requiredDays;
  return profitable && { done: winningDays(days, money(profitable.minProfit)), needed: profitable.days };
}

function consistencyRow(
  { consistency }: PropFirmPreset,
  { periodFrom }: Readonly<GuardState>,
  days: readonly DayResult[],
): ConsistencyRow | null {
  if (consistency === null) return null;
  const { denominator, maxSharePct } = consistency;
  const counted = denominator === "since_last_payout" ? days.slice(periodFrom) : days;
  return bestDayShare(counted, denominator === "positive_days", maxSharePct);
}

function resultsByDay(days: readonly DayResult[]): Map<number, bigint> {
  const results = new Map<number, bigint>();
  for (const { day, pnl } of days) results.set(day, (results.get(day) ?? 0n) + pnl);
  return results;
}
