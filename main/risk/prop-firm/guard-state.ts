import { z } from "zod";
import { DecimalText } from "../../../shared/model/decimal-text.ts";
import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import type { UtcMs } from "../../../shared/model/time.ts";
import { type FirmRules, money } from "./firm-rules.ts";

const Money = z.codec(DecimalText, z.bigint(), {
  decode: money,
  encode: (units) => formatFixed(units, MONEY_DIGITS),
});

/** One crossed limit: what stood where, and whether the reset did it by lifting the floor over a loss carried overnight. */
const Breach = z.strictObject({
  rule: z.enum(["daily_loss", "max_loss", "contracts", "time_limit"]),
  effect: z.enum(["fail", "pause_until_reset"]),
  at: z.int(),
  equity: Money,
  /** `null` where no floor was crossed. */
  floor: Money.nullable(),
  atReset: z.boolean(),
});
export type Breach = z.infer<typeof Breach>;

/** What a day, or the part of it before or after a payout, came to. */
const DayResult = z.strictObject({ day: z.int(), pnl: Money, traded: z.boolean(), opened: z.boolean() });
export type DayResult = z.infer<typeof DayResult>;

/** Everything a guard remembers; written as JSON its money is decimal text. */
export const GuardState = z.strictObject({
  presetId: z.string(),
  /** The trader took the daily limit that the firm leaves to them. */
  optionalDailyLoss: z.boolean(),
  startedDay: z.int(),
  at: z.int(),
  day: z.int(),
  balance: Money,
  /** The equity as the drawdown measures it, and as the daily limit does. */
  maxEquity: Money,
  dailyEquity: Money,
  /** What the day's limit counts from. */
  anchor: Money,
  /** What the day's own result counts from. */
  pnlBase: Money,
  /** Highest balance at a day's end, and highest equity of all ticks. */
  peakBalance: Money,
  peakEquity: Money,
  /** Profit at the last day's end, for position limits that follow it. */
  closedProfit: Money,
  traded: z.boolean(),
  opened: z.boolean(),
  micros: z.int(),
  days: z.array(DayResult),
  /** Where the days since the last payout begin. */
  periodFrom: z.int(),
  periodDay: z.int(),
  payouts: z.int(),
  paid: Money,
  pausedUntil: z.int().nullable(),
  failure: Breach.nullable(),
  breaches: z.array(Breach),
});
export type GuardState = z.infer<typeof GuardState>;

/** An account as the guard meets it: what is left out is that of an account on its first day. */
export interface AccountOpening {
  readonly at: UtcMs;
  readonly optionalDailyLoss?: boolean;
  readonly balance?: bigint;
  /** What today's limit counts from. */
  readonly dayAnchor?: bigint;
  readonly highestDayEndBalance?: bigint;
  readonly highestEquity?: bigint;
}

/** The state of an account at its opening; on the first day the limits count from the starting balance. */
export function openState({ preset, days, start }: FirmRules, opening: AccountOpening): GuardState {
  const balance = opening.balance ?? start;
  const day = days.dayAt(opening.at);
  const peakBalance = largest(start, opening.highestDayEndBalance ?? start);
  return {
    presetId: preset.id,
    optionalDailyLoss: opening.optionalDailyLoss ?? false,
    startedDay: day,
    at: opening.at,
    day,
    balance,
    maxEquity: balance,
    dailyEquity: balance,
    anchor: opening.dayAnchor ?? balance,
    pnlBase: balance,
    peakBalance,
    peakEquity: largest(peakBalance, opening.highestEquity ?? balance),
    closedProfit: balance - start,
    traded: false,
    opened: false,
    micros: 0,
    days: [],
    periodFrom: 0,
    periodDay: day,
    payouts: 0,
    paid: 0n,
    pausedUntil: null,
    failure: null,
    breaches: [],
  };
}

/** Another preset from now on: days, peaks, payouts and past breaches stay, and its own limits decide afresh. */
export function switchPreset(state: GuardState, { preset, days }: FirmRules): GuardState {
  const day = days.dayAt(state.at);
  return {
    ...copyState(state),
    presetId: preset.id,
    day,
    startedDay: state.startedDay + day - state.day,
    pausedUntil: null,
    failure: null,
  };
}

/** A copy that later events do not change. */
export function copyState(state: GuardState): GuardState {
  return { ...state, days: [...state.days], breaches: [...state.breaches] };
}

export function largest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
