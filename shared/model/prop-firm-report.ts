import { z } from "zod";
import { DecimalText } from "./decimal-text.ts";
import { RecordedTerms } from "./firm-terms.ts";
import { PresetFields } from "./prop-firm.ts";
import { LossMode } from "./prop-firm-loss.ts";

const Effect = z.enum(["fail", "pause_until_reset"]);
const LossRule = z.enum(["daily_loss", "max_loss"]);

/** One loss limit as it stands; money is decimal text in the firm's currency. */
export const FirmLimit = z.strictObject({
  rule: LossRule,
  effect: Effect,
  boundary: z.enum(["<", "<="]),
  /** `false`: shown only, as an optional limit that was not taken, or another source's reading of the rule. */
  binds: z.boolean(),
  /** The source's words where this is another reading of the same rule. */
  reading: z.string().nullable(),
  equity: DecimalText,
  /** `null`: a limit exists, its number is in no source. */
  floor: DecimalText.nullable(),
  room: DecimalText.nullable(),
  /** Room in hundredths of a percent of what the rule allows to lose. */
  roomBps: z.int().nullable(),
  /** Where the guard closes everything: the floor and the safety margin. */
  stopsAt: DecimalText.nullable(),
  breached: z.boolean(),
});
export type FirmLimit = z.infer<typeof FirmLimit>;

/** One crossed limit: what stood where, and whether the reset did it by lifting the floor over a loss carried overnight. */
export const FirmBreach = z.strictObject({
  rule: z.enum(["daily_loss", "max_loss", "contracts", "time_limit"]),
  effect: Effect,
  at: z.int(),
  equity: DecimalText,
  floor: DecimalText.nullable(),
  atReset: z.boolean(),
});
export type FirmBreach = z.infer<typeof FirmBreach>;

/** Why the guard lets nothing open, and until when; `until` is `null` where only another preset ends it. */
export const FirmStop = z.strictObject({
  rule: z.enum(["daily_loss", "max_loss", "contracts", "time_limit"]),
  at: z.int(),
  until: z.int().nullable(),
  equity: DecimalText,
  floor: DecimalText.nullable(),
  /** `margin`: before the floor; `breach`: the firm's rule is broken. */
  cause: z.enum(["margin", "breach"]),
  reason: z.string(),
});
export type FirmStop = z.infer<typeof FirmStop>;

const DaysRow = z.strictObject({ done: z.int(), needed: z.int().nullable() });

const Condition = z.strictObject({
  condition: z.enum(["trading_days", "winning_days", "best_day_share", "days_passed", "amount", "payouts", "alive"]),
  /** Text of a number of days or payouts, of money, or of hundredths of a percent for a share. */
  has: z.string().nullable(),
  needs: z.string(),
  met: z.boolean(),
});

/** An account under a firm's rules, as one screen shows it. Money is decimal text, times are UTC milliseconds. */
export const PropFirmReport = z.strictObject({
  preset: PresetFields.pick({
    id: true,
    firm: true,
    program: true,
    phase: true,
    variant: true,
    market: true,
    size: true,
    startingBalance: true,
    currency: true,
    status: true,
    confidence: true,
    as_of: true,
    sources: true,
    conflicts: true,
    unverified: true,
    inexpressible: true,
  }).extend({ sha256: z.string() }),
  terms: RecordedTerms,
  appliedAt: z.int(),
  at: z.int(),
  /** The account as the firm counts it: from the firm's starting balance. */
  balance: DecimalText,
  equity: DecimalText,
  standing: z.enum(["trading", "stopped", "paused", "failed"]),
  stop: FirmStop.nullable(),
  limits: z.array(FirmLimit),
  /** If every stop of every position and working order hits now, with slippage and fees. */
  worstCase: z.strictObject({
    /** `null` where a loss is not known: no price, or a missing stop that the terms refuse. */
    loss: DecimalText.nullable(),
    room: DecimalText.nullable(),
    holds: z.boolean(),
    text: z.string(),
  }),
  /** The next reset if everything is carried over it as it stands. */
  reset: z.strictObject({ at: z.int(), limits: z.array(FirmLimit), breaks: z.array(FirmLimit) }),
  profit: DecimalText,
  target: z.strictObject({ balance: DecimalText, missing: DecimalText, reached: z.boolean() }).nullable(),
  passed: z.boolean(),
  tradingDays: DaysRow,
  profitableDays: DaysRow.nullable(),
  consistency: z
    .strictObject({
      bestDay: DecimalText,
      profit: DecimalText,
      /** Hundredths of a percent; `null` without a profit to divide by. */
      shareBps: z.int().nullable(),
      maxSharePct: DecimalText,
      profitNeeded: DecimalText,
      holds: z.boolean(),
    })
    .nullable(),
  /** Micro contracts held and allowed; `allowed` is `null` without a stated limit. */
  contracts: z.strictObject({
    known: PresetFields.shape.positionLimit.shape.known,
    follows: PresetFields.shape.positionLimit.shape.follows,
    held: z.int(),
    allowed: z.int().nullable(),
  }),
  automation: z.strictObject({
    policy: PresetFields.shape.automation.shape.policy,
    /** `confirm`: refused until the trader confirms it on the firm's pages. */
    answer: z.enum(["yes", "confirm", "no"]),
    confirmed: z.boolean(),
    text: z.string().nullable(),
  }),
  news: z.strictObject({
    policy: PresetFields.shape.news.shape.policy,
    blockedUntil: z.int().nullable(),
    text: z.string().nullable(),
  }),
  holding: z.strictObject({
    overnight: z.boolean(),
    weekend: z.boolean(),
    closeBy: z.int().nullable(),
    mustBeFlat: z.boolean(),
    text: z.string().nullable(),
  }),
  payout: z.array(
    z.strictObject({ name: z.string(), open: z.boolean(), most: DecimalText, conditions: z.array(Condition) }),
  ),
  days: z.array(z.strictObject({ date: z.iso.date(), pnl: DecimalText, traded: z.boolean(), opened: z.boolean() })),
  breaches: z.array(FirmBreach),
  /** How sources that contradict the preset read the drawdown. */
  modes: z.array(z.strictObject({ mode: LossMode, text: z.string() })),
  /** What the trader must confirm on the firm's own pages before the numbers deserve trust. */
  toConfirm: z.array(z.string()),
});
export type PropFirmReport = z.infer<typeof PropFirmReport>;

/** One moment of the firm's day, for a picture of equity against the floors; one a minute at most. */
export const FirmDayPoint = z.strictObject({
  at: z.int(),
  equity: DecimalText,
  daily: DecimalText.nullable(),
  max: DecimalText,
});
export type FirmDayPoint = z.infer<typeof FirmDayPoint>;

/** A preset in a list to choose from. */
export const PresetChoice = PresetFields.pick({
  id: true,
  firm: true,
  program: true,
  phase: true,
  variant: true,
  market: true,
  size: true,
  currency: true,
  status: true,
  confidence: true,
  as_of: true,
  conflicts: true,
  unverified: true,
  inexpressible: true,
}).extend({
  /** A copy of the trader's own, kept with the profile. */
  own: z.boolean(),
  automation: z.enum(["yes", "confirm", "no"]),
});
export type PresetChoice = z.infer<typeof PresetChoice>;

/** A file of a preset that cannot be used, by its name, and why. */
export const UnreadablePreset = z.strictObject({ id: z.string(), reason: z.string() });
export type UnreadablePreset = z.infer<typeof UnreadablePreset>;

/** What there is to choose from. */
export const PresetList = z.strictObject({ presets: z.array(PresetChoice), unreadable: z.array(UnreadablePreset) });
export type PresetList = z.infer<typeof PresetList>;
