import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import type { Bundle } from "../bundle.ts";
import type { SignedCheckpoint } from "../checkpoint.ts";
import type { Primitives } from "../primitives.ts";

export type VerdictLevel = "integrity" | "time" | "completeness";
export type VerdictCode =
  | "V01"
  | "V02"
  | "V03"
  | "V04"
  | "V05"
  | "V06"
  | "V07"
  | "V08"
  | "V09"
  | "V10"
  | "V11"
  | "V12"
  | "V13"
  | "V14"
  | "V15";

/** One answer of one check. A `note` is something the reader has to know or to judge; it is neither good nor bad. */
export interface Verdict {
  readonly level: VerdictLevel;
  readonly code: VerdictCode;
  readonly outcome: "pass" | "fail" | "note";
  readonly text: string;
  /** The place it speaks of, for example `event 17` or `checkpoint 512`. */
  readonly where?: string;
}

/** One event of a bundle as the checks see it; `value` and `event` are `null` where its text is no JSON or of no known form. */
export interface BundledEvent {
  /** The number its place in the bundle gives it. */
  readonly seq: number;
  readonly text: string;
  readonly leaf: Uint8Array;
  readonly value: unknown;
  readonly event: JournalEvent | null;
}

/** A bundle, taken apart once for all checks. */
export interface Evidence {
  readonly primitives: Primitives;
  readonly bundle: Bundle;
  /** Starts at seq 0 and carries no inclusion proofs: roots are recomputed. */
  readonly full: boolean;
  /** Comes from an export, which records itself last; the desk's own check in place does not. */
  readonly exported: boolean;
  readonly events: readonly BundledEvent[];
  readonly checkpoints: readonly SignedCheckpoint[];
  /** Notes that are none, with the reason. */
  readonly malformed: readonly string[];
  /** A checkpoint the reader kept from earlier. */
  readonly remembered: SignedCheckpoint | null;
}

/** A check: all it has to say about the evidence, worst first not required. */
export type Check = (evidence: Evidence) => Verdict[];

/** More findings of one code than this are counted, not listed. */
const listed = 20;

export function integrity(code: VerdictCode, outcome: Verdict["outcome"], text: string, where?: string): Verdict {
  return { level: "integrity", code, outcome, text, ...(where === undefined ? {} : { where }) };
}

/** The failures of a check, or its one pass. */
export function conclude(
  code: VerdictCode,
  failures: readonly { text: string; where?: string }[],
  pass: string,
): Verdict[] {
  if (failures.length === 0) return [integrity(code, "pass", pass)];
  const shown = failures.slice(0, listed).map(({ text, where }) => integrity(code, "fail", text, where));
  const more = failures.length - shown.length;
  return more > 0 ? [...shown, integrity(code, "fail", `${more} more failures of this kind`)] : shown;
}
