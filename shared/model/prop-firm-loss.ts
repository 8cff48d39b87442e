import { z } from "zod";
import { MoneyAboveZero, PresetMoney, PresetPercent } from "./preset-values.ts";

/** `<`: touching the floor survives; `<=`: touching it is the breach. */
const Boundary = z.enum(["<", "<="]);

/** What counts besides the balance: the open result, commissions and swaps not booked yet. */
const EquityPart = z.enum(["open_pnl", "commissions", "swaps"]);
export type EquityPart = z.infer<typeof EquityPart>;

/** `fail`: the account is lost; `pause_until_reset`: no trading until the firm's next day. */
const LossEffect = z.enum(["fail", "pause_until_reset"]);

/**
 * `initial` is a fixed sum for every day, `day_start` a share of the day's anchor, and `unknown` says that a limit
 * exists whose number no source gives: it is shown as unknown, never as absent.
 */
const DailyLimit = z.discriminatedUnion("of", [
  z.strictObject({ of: z.literal("initial"), amount: MoneyAboveZero, pct: PresetPercent.nullable() }),
  z.strictObject({ of: z.literal("day_start"), pct: PresetPercent }),
  z.strictObject({ of: z.literal("unknown") }),
]);

/** How much one day may lose: the floor is the day's anchor less the limit. */
const DailyLoss = z.strictObject({
  limit: DailyLimit,
  /** The number taken at the reset. */
  anchor: z.enum(["balance", "max_balance_equity"]),
  effect: LossEffect,
  boundary: Boundary,
  includes: z.array(EquityPart),
  /** The trader's own choice at the firm: it binds only where the account says that it was taken. */
  optional: z.boolean(),
  note: z.string().nullable(),
});
export type DailyLoss = z.infer<typeof DailyLoss>;

/** `static` never moves; `trailing_eod_balance` follows the highest balance at a day's end; `trailing_intraday_equity` every tick's highest equity. */
export const LossMode = z.enum(["static", "trailing_eod_balance", "trailing_intraday_equity"]);
export type LossMode = z.infer<typeof LossMode>;

/** The floor stops rising at the starting balance, or at the profit target's balance, plus the offset. */
const FloorLock = z.strictObject({ at: z.enum(["start", "profit_target"]), offset: PresetMoney });

/** How much may be lost in all. */
const MaxLoss = z.strictObject({
  mode: LossMode,
  amount: MoneyAboveZero,
  pct: PresetPercent.nullable(),
  /** `null`: it trails for ever, or never moves. */
  lock: FloorLock.nullable(),
  /** The first payout sets the floor to its lock level at once. */
  locksAtFirstPayout: z.boolean(),
  effect: LossEffect,
  boundary: Boundary,
  includes: z.array(EquityPart),
  /** How sources that contradict this one read the same rule: shown beside it until the firm's page settles it. */
  disputed: z.array(z.strictObject({ mode: LossMode, text: z.string().min(1) })),
});
export type MaxLoss = z.infer<typeof MaxLoss>;

/** The two loss rules of an account; a program without a daily limit has `null`. */
export const LossRules = z.strictObject({ dailyLoss: DailyLoss.nullable(), maxLoss: MaxLoss });
