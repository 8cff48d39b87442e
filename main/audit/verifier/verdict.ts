import type { BundleHead, InclusionProof } from "../bundle.ts";
import type { SignedCheckpoint } from "../checkpoint.ts";
import type { Primitives } from "../primitives.ts";
import type { BundledEvent } from "./bundled-event.ts";
import type { CheckpointList } from "./checkpoint-list.ts";
import type { Continuation } from "./continuation.ts";
import type { ExaminedAnchor } from "./examine-anchors.ts";
import type { Givens } from "./givens.ts";
import type { KeyRing } from "./key-ring.ts";

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

/** What is known of a bundle before its events are read: everything that there is not one of per event. */
export interface Evidence {
  readonly primitives: Primitives;
  readonly head: BundleHead;
  /** Starts at seq 0 and carries no inclusion proofs: roots are recomputed. */
  readonly full: boolean;
  /** Comes from an export, which records itself last; the desk's own check in place does not. */
  readonly exported: boolean;
  /** How many events and inclusion proofs there are. */
  readonly events: number;
  readonly proofs: number;
  readonly checkpoints: CheckpointList;
  /** A checkpoint the reader kept from earlier. */
  readonly remembered: SignedCheckpoint | null;
  /** Whether the bundle continues that one: it answers when the events are read. */
  readonly continuation: Continuation | null;
  /** The bundle's anchors, each held against its checkpoint and whom the reader trusts. */
  readonly anchors: readonly ExaminedAnchor[];
  /** What else the reader brings. */
  readonly givens: Givens;
  /** The keys of the bundle's head and those its events announce; complete when the events are read. */
  readonly keys: KeyRing;
}

/** One check at work: it sees the events in order, with their inclusion proofs where there are any, and then concludes. */
export interface Check {
  /** `proof` is the one that stands at the same place, if there is one. */
  event?(event: BundledEvent, proof: InclusionProof | null): void;
  conclude(): Verdict[];
}

/** Begins a check. */
export type OpenCheck = (evidence: Evidence) => Check;

/** More findings of one code than this are counted, not listed. */
const listed = 20;

export function verdict(
  level: VerdictLevel,
  code: VerdictCode,
  outcome: Verdict["outcome"],
  text: string,
  where?: string,
): Verdict {
  return { level, code, outcome, text, ...(where === undefined ? {} : { where }) };
}

export function integrity(code: VerdictCode, outcome: Verdict["outcome"], text: string, where?: string): Verdict {
  return verdict("integrity", code, outcome, text, where);
}

/** The failures of one check: the first of them in words, all of them in number, so that a hostile file cannot fill memory with them. */
export class Findings {
  readonly #code: VerdictCode;
  readonly #level: VerdictLevel;
  readonly #shown: Verdict[] = [];
  #count = 0;

  constructor(code: VerdictCode, level: VerdictLevel = "integrity") {
    this.#code = code;
    this.#level = level;
  }

  get count(): number {
    return this.#count;
  }

  add(text: string, where?: string): void {
    this.#count += 1;
    if (this.#shown.length < listed) this.#shown.push(verdict(this.#level, this.#code, "fail", text, where));
  }

  /** The failures, or the one pass. */
  conclude(pass: string): Verdict[] {
    if (this.#count === 0) return [verdict(this.#level, this.#code, "pass", pass)];
    const more = this.#count - this.#shown.length;
    if (more === 0) return this.#shown;
    return [...this.#shown, verdict(this.#level, this.#code, "fail", `${more} more failures of this kind`)];
  }
}
