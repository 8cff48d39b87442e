import { z } from "zod";
import { DecimalText } from "./decimal-text.ts";
import { RecordedTerms } from "./firm-terms.ts";
import { RecordedPreset } from "./prop-firm.ts";
import { FirmBreach } from "./prop-firm-report.ts";

/** What `preset.applied` says: the whole preset, so that the record can be judged by it when the file is long gone. */
export const PresetApplied = z.strictObject({
  presetId: z.string(),
  /** Lower-case hex over the canonical JSON of `preset`. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  preset: RecordedPreset,
  terms: RecordedTerms,
  /** A new account at the firm begins; otherwise days, peaks and breaches of the one before stay. */
  fresh: z.boolean(),
});
export type PresetApplied = z.infer<typeof PresetApplied>;

/**
 * What the guard saw, under `firm` in an `account.snapshotted`: all that a firm's rules depend on since the mark before, so
 * that the marks alone give every floor and breach again. Money of the account, and of the firm in `peak` and `floors`.
 */
export const FirmMark = z.strictObject({
  /** When it was seen, UTC milliseconds: a day's last equity is written down after the day has ended. */
  at: z.int(),
  balance: DecimalText,
  openPnl: DecimalText,
  /** The highest equity so far, as the firm measures it. */
  peak: DecimalText,
  traded: z.boolean(),
  opened: z.boolean(),
  micros: z.int(),
  paid: DecimalText,
  brought: DecimalText,
  floors: z.strictObject({ daily: DecimalText.nullable(), max: DecimalText }),
});
export type FirmMark = z.infer<typeof FirmMark>;

/** What `risk.breached` says: a rule of the firm is broken. */
export const FirmBreached = z.strictObject({ presetId: z.string(), ...FirmBreach.shape });
export type FirmBreached = z.infer<typeof FirmBreached>;
