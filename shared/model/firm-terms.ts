import { z } from "zod";
import { Amount } from "./optional-limits.ts";
import { isMoment, Rfc3339 } from "./time.ts";

const mostReleases = 5000;

/** The terms as records hold them: of those before times were checked, a release may be at a time that no clock shows. */
export const RecordedTerms = z.strictObject({
  /** The trader took the daily limit that the firm leaves to them. */
  optionalDailyLoss: z.boolean().default(false),
  /** The trader read on the firm's pages that a machine may trade this account. */
  automationConfirmed: z.boolean().default(false),
  /** How much of what a rule allows to lose stays untouched: there the guard closes everything, before the floor. */
  safetyMarginPercent: Amount.refine((text) => Number(text) <= 90, "at most 90").default("10"),
  /** How much worse than its stop, or than the price at which the guard closes, an exit may fill, in percent of the price. */
  slippagePercent: Amount.refine((text) => Number(text) <= 50, "at most 50").default("0.1"),
  /** Without a stop a position is `watched`: the guard itself is its stop, for so much as a gap of the slippage may cost; or an order for it is `refused`. */
  withoutStop: z.enum(["watched", "refused"]).default("watched"),
  /** When economic releases come, by the trader's calendar; `null` where none was given, which bars a firm with a news rule. */
  releases: z.array(Rfc3339).max(mostReleases).nullable().default(null),
});

/** What a trader settles for an account under a firm's preset, beside the firm's own rules. */
export const FirmTerms = RecordedTerms.extend({
  releases: z
    .array(z.string().refine(isMoment, "RFC 3339 in UTC with milliseconds, at a time that exists"))
    .max(mostReleases)
    .nullable()
    .default(null),
});
export type FirmTerms = z.infer<typeof FirmTerms>;

/** The terms of an account of which nothing was said. */
export const usualFirmTerms: FirmTerms = FirmTerms.parse({});
