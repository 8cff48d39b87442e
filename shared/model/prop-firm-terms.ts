import { z } from "zod";
import { MONEY_DIGITS, parseFixed } from "./fixed.ts";
import {
  MoneyAboveZero,
  MoneyFromZero,
  PresetDays,
  PresetMinutes,
  PresetPercent,
  PresetTime,
  PresetZone,
} from "./preset-values.ts";

/** The best day's share of the profit may not exceed so many percent. */
export const Consistency = z.strictObject({
  maxSharePct: PresetPercent,
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
  trading: z.int().nonnegative().max(36_500).nullable(),
  /** What makes a day a trading day. */
  countsWhen: z.enum(["position_opened", "traded"]),
  /** Days whose closed profit reaches a threshold. */
  profitable: z
    .strictObject({ days: PresetDays, minProfit: MoneyFromZero, pctOfInitial: PresetPercent.nullable() })
    .nullable(),
});

/** Contracts that may be held by the profit so far. Tiers rise by profit; the first starts at zero. */
const ScalingTier = z.strictObject({ profitFrom: MoneyFromZero, minis: z.int().positive().max(1_000_000) });

/** How large a position may be. */
export const PositionLimit = z
  .strictObject({
    /** `none`: no limit is stated; `unknown`: one exists and its numbers are in no source. */
    known: z.enum(["none", "stated", "unknown"]),
    /** `eod_profit`: a tier reached at a day's end counts from the next day; `live_equity`: it follows every tick. */
    follows: z.enum(["eod_profit", "live_equity"]),
    /** A position above the tier that equity fell back to fails at once; otherwise it only bars new orders. */
    overholdingFails: z.boolean(),
    tiers: z.array(ScalingTier),
    /** Micro contracts that count as one mini. */
    microsPerMini: z.int().positive().max(1000),
  })
  .superRefine(({ known, tiers }, context) => {
    const refuse = (message: string): void => context.addIssue({ code: "custom", path: ["tiers"], message });
    if ((known === "stated") !== tiers.length > 0) refuse("tiers stand where the limit is stated, and nowhere else");
    const from = tiers.map(({ profitFrom }) => profitFrom);
    if (from.length > 0 && /[1-9]/.test(from[0] as string)) refuse("the first tier begins at a profit of 0");
    if (from.some((profit, at) => at > 0 && !isBelow(from[at - 1] as string, profit))) {
      refuse("each tier begins at a higher profit than the one before");
    }
  });

/** What may be traded around economic releases. */
export const News = z.strictObject({
  policy: z.enum(["free", "restricted", "unknown"]),
  /** Minutes before and after a release in which nothing may be executed. */
  window: z.strictObject({ beforeMin: PresetMinutes, afterMin: PresetMinutes }).nullable(),
  /** The firm's words: which releases, instruments and executions count. */
  text: z.string().nullable(),
});

/** What may be held, and when a position must be closed. */
export const Holding = z.strictObject({
  overnight: z.boolean(),
  weekend: z.boolean(),
  flatBy: z.strictObject({ time: PresetTime, zone: PresetZone }).nullable(),
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
  tradingDays: PresetDays.nullable(),
  winningDays: z.strictObject({ days: PresetDays, minProfit: MoneyFromZero.nullable() }).nullable(),
  maxBestDaySharePct: PresetPercent.nullable(),
  cap: MoneyAboveZero.nullable(),
});

/** What stands before money leaves the account. */
export const PayoutGate = z.strictObject({
  paths: z.array(PayoutPath).min(1),
  minAmount: MoneyFromZero.nullable(),
  maxPctOfBalance: PresetPercent.nullable(),
  firstAfterDays: PresetDays.nullable(),
  maxPayouts: z.int().positive().nullable(),
  splitPct: PresetPercent.nullable(),
  /** Cycle, split after scaling and caps, in the sources' words. */
  terms: z.array(z.string().min(1)),
});

/** Whether an amount is below another, exactly. One that is no amount is told of by its own field. */
function isBelow(amount: string, other: string): boolean {
  try {
    return parseFixed(amount, MONEY_DIGITS) < parseFixed(other, MONEY_DIGITS);
  } catch {
    return true;
  }
}
