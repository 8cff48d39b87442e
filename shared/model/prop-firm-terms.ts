import { z } from "zod";
import { DecimalText } from "./decimal-text.ts";

/** The best day's share of the profit may not exceed so many percent. */
export const Consistency = z.strictObject({
  maxSharePct: DecimalText,
  /** What the best day is divided by; sources that differ on it are named under `conflicts`. */
  denominator: z.enum(["total_profit", "positive_days", "since_last_payout"]),
  /**
   * `keep_trading`: no failure, but no pass before it holds; `payout_gate`: no payout before it holds. No firm is known to
   * fail an account over it.
   */
  effect: z.enum(["keep_trading", "payout_gate"]),
});

/** Days that must be traded before a phase is passed. */
export const RequiredDays = z.strictObject({
  /** Trading days; `null` where the sources contradict each other without a number to take. */
  trading: z.int().nonnegative().nullable(),
  /** What makes a day a trading day. */
  countsWhen: z.enum(["position_opened", "traded"]),
  /** Days whose closed profit reaches a threshold. */
  profitable: z
    .strictObject({ days: z.int().positive(), minProfit: DecimalText, pctOfInitial: DecimalText.nullable() })
    .nullable(),
});

/** Contracts that may be held by the profit so far. Tiers rise by profit; the first starts at zero. */
const ScalingTier = z.strictObject({ profitFrom: DecimalText, minis: z.int().positive() });

/** How large a position may be. */
export const PositionLimit = z.strictObject({
  /** `none`: no limit is stated; `unknown`: one exists and its numbers are in no source. */
  known: z.enum(["none", "stated", "unknown"]),
  /** `eod_profit`: a tier reached at a day's end counts from the next day; `live_equity`: it follows every tick. */
  follows: z.enum(["eod_profit", "live_equity"]),
  /** A position above the tier that equity fell back to fails at once; otherwise it only bars new orders. */
  overholdingFails: z.boolean(),
  tiers: z.array(ScalingTier),
  /** Micro contracts that count as one mini. */
  microsPerMini: z.int().positive(),
});

/** What may be traded around economic releases. */
export const News = z.strictObject({
  policy: z.enum(["free", "restricted", "unknown"]),
  /** Minutes before and after a release in which nothing may be executed. */
  window: z.strictObject({ beforeMin: z.int().nonnegative(), afterMin: z.int().nonnegative() }).nullable(),
  /** The firm's words: which releases, instruments and executions count. */
  text: z.string().nullable(),
});

/** What may be held, and when a position must be closed. */
export const Holding = z.strictObject({
  overnight: z.boolean(),
  weekend: z.boolean(),
  flatBy: z.strictObject({ time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), zone: z.string().min(1) }).nullable(),
  text: z.string().nullable(),
});

/** `conditional` and `unknown` need the trader's confirmation; `banned` refuses to start a running trader. */
export const AutomationPolicy = z.strictObject({
  policy: z.enum(["allowed", "own_device_only", "conditional", "banned", "unknown"]),
  text: z.string().nullable(),
});

/** One way to a payout; a `null` is a condition that this way does not have. */
const PayoutPath = z.strictObject({
  name: z.string().min(1),
  tradingDays: z.int().positive().nullable(),
  winningDays: z.strictObject({ days: z.int().positive(), minProfit: DecimalText.nullable() }).nullable(),
  maxBestDaySharePct: DecimalText.nullable(),
  cap: DecimalText.nullable(),
});

/** What stands before money leaves the account. */
export const PayoutGate = z.strictObject({
  paths: z.array(PayoutPath).min(1),
  minAmount: DecimalText.nullable(),
  maxPctOfBalance: DecimalText.nullable(),
  firstAfterDays: z.int().positive().nullable(),
  maxPayouts: z.int().positive().nullable(),
  splitPct: DecimalText.nullable(),
  /** Cycle, split after scaling and caps, in the sources' words. */
  terms: z.array(z.string().min(1)),
});
