import { z } from "zod";
import { DecimalText } from "./decimal-text.ts";
import { fitsRecord } from "./fits-record.ts";
import { LimitScopes } from "./limit-scopes.ts";
import { Amount, optionalLimits } from "./optional-limits.ts";

/** `active` trades; `reducing` lets only orders pass that shrink a position; `halted` likewise, and says so in red. */
export const TradingState = z.enum(["active", "reducing", "halted"]);
export type TradingState = z.infer<typeof TradingState>;

/** The settings of the gate. An optional limit that is missing does not hold. */
export const RiskLimits = z
  .strictObject({
    maxNotionalPerOrder: Amount.optional().describe(
      "the most one opening order may be worth, in the account's currency; absent: no limit",
    ),
    priceBandAtr: Amount.refine((text) => Number(text) <= 1000, "at most 1000")
      .meta({ "x-maximum": "1000" })
      .describe("how many ATRs a limit price may lie from the last price; at most 1000"),
    atrPeriod: z.int().min(1).max(500).describe("bars in the average true range"),
    maxOrdersPerSecond: z.int().min(1).max(1000).describe("orders and amendments within one second"),
    // A run over monthly bars waits for two of them.
    staleAfterMs: z.int().min(1).max(7_776_000_000).describe("an older price opens nothing; at most 90 days"),
    ...optionalLimits,
    scopes: LimitScopes.optional().describe(
      "limits that hold beside these for the orders of one of `traders`, `strategies` or `models`, by name; the tightest decides, and what counts by fills counts the fills of those orders alone",
    ),
    locked: z
      .array(z.string().min(1).max(100))
      .max(100)
      .optional()
      .describe(
        "settings that may be tightened at once and loosened, or unlocked, only with the next trading day; `*` stands for all",
      ),
  })
  .refine(fitsRecord, "at most 250,000 characters, so that the record can hold them");
export type RiskLimits = z.infer<typeof RiskLimits>;

/** One rule's answer. Absent numbers are `null`: not measurable (then an opening order fails) or without limit. */
export const RuleRow = z.strictObject({
  code: z.string().regex(/^RISK-\d{3}$/),
  rule: z.string(),
  outcome: z.enum(["pass", "fail", "exempt"]),
  observed: z.string().nullable(),
  limit: z.string().nullable(),
  headroom: z.string().nullable(),
  /** The largest size of this very order that this rule would let pass. */
  maxPassingSize: DecimalText.nullable(),
  /** The path of the setting that decides, for example `risk.maxNotionalPerOrder`. */
  setting: z.string().nullable(),
  text: z.string(),
});
export type RuleRow = z.infer<typeof RuleRow>;

/** The gate's answer to one order: every rule's row, always. */
export const Verdict = z.strictObject({
  orderId: z.string(),
  outcome: z.enum(["approved", "rejected"]),
  /** The order verifiably shrinks a position: limits do not apply to it. */
  reducing: z.boolean(),
  rows: z.array(RuleRow),
  /** The largest size that every rule would let pass; `0` when none. */
  maxPassingSize: DecimalText,
});
export type Verdict = z.infer<typeof Verdict>;

/** One rule's answer as the journal keeps it: what it has nothing to say of is left out. Older records name the rule, too. */
export const RecordedRow = z.strictObject({
  ...RuleRow.pick({ code: true, outcome: true, text: true }).shape,
  ...RuleRow.omit({ code: true, outcome: true, text: true }).partial().shape,
});
export type RecordedRow = z.infer<typeof RecordedRow>;

const CodeRuns = z.array(z.string().regex(/^RISK-\d{3}(\.\.RISK-\d{3})?$/));

/**
 * A verdict as the journal keeps it: the rows of the rules that measured something, and runs of the codes of those that had
 * nothing against the order (`clear`, each with its sentence in `clearAnswers`) or whose setting is absent (`unset`). An older
 * record has a row for these, too.
 */
export const RecordedVerdict = Verdict.extend({
  rows: z.array(RecordedRow),
  clear: CodeRuns.optional(),
  unset: CodeRuns.optional(),
});
export type RecordedVerdict = z.infer<typeof RecordedVerdict>;
