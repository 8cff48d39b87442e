import type { BundleHead, InclusionProof } from "../bundle.ts";
import type { SignedCheckpoint } from "../checkpoint.ts";
import type { Primitives } from "../primitives.ts";
import type { BundledEvent } from "./bundled-event.ts";
import { CheckpointList } from "./checkpoint-list.ts";
import { checks } from "./checks.ts";
import { Continuation } from "./continuation.ts";
import { examineAnchors } from "./examine-anchors.ts";
import type { Givens } from "./givens.ts";
import { KeyRing } from "./key-ring.ts";
import type { Check, Evidence, OpenCheck, Verdict, VerdictLevel } from "./verdict.ts";

/** What the verifier found, level by level. There is no verdict over all: each level answers another question. */
export interface VerificationReport {
  readonly levels: { readonly [level in VerdictLevel]: readonly Verdict[] };
  readonly origin: string | null;
  readonly range: { readonly from: number; readonly to: number } | null;
  readonly events: number;
  readonly checkpoints: number;
  /** 0: no check fails; 1: one fails; 2: the file cannot be read. */
  readonly exitCode: 0 | 1 | 2;
}

/** What a verification is begun with. */
export interface Premises {
  readonly primitives: Primitives;
  readonly head: BundleHead;
  /** The signed notes, read once; those of the head unless given. */
  readonly notes?: Iterable<string>;
  readonly events: number;
  readonly proofs: number;
  readonly remembered: SignedCheckpoint | null;
  readonly exported: boolean;
  readonly givens: Givens;
  /** Which checks are made; those that a test leaves out apart, all of them. */
  readonly checks?: readonly OpenCheck[];
}

export function report(
  verdicts: readonly Verdict[],
  exitCode: 0 | 1 | 2,
  read: { readonly head: BundleHead; readonly events: number; readonly checkpoints: number } | null,
): VerificationReport {
  const of = (level: VerdictLevel): Verdict[] => verdicts.filter((verdict) => verdict.level === level);
  return {
    levels: { integrity: of("integrity"), time: of("time"), completeness: of("completeness") },
    origin: read?.head.origin ?? null,
    range: read?.head.range ?? null,
    events: read?.events ?? 0,
    checkpoints: read?.checkpoints ?? 0,
    exitCode,
  };
}

/** All checks over one bundle: it is given the events one after the other, keeps none of them, and then concludes. */
export class Verification {
  readonly #evidence: Evidence;
  readonly #checks: readonly Check[];
  /** Those of them that look at events. */
  readonly #watching: readonly Check[];

  constructor({ checks: opened = Object.values(checks), ...premises }: Premises) {
    const { primitives, head, proofs } = premises;
    const checkpoints = new CheckpointList(head.origin, premises.notes ?? head.checkpoints);
    const evidence = {
      ...premises,
      full: head.range.from === 0 && proofs === 0,
      checkpoints,
      anchors: examineAnchors(primitives, head.anchors, (size) => checkpointOf(checkpoints, size), premises.givens),
      keys: new KeyRing(primitives, head, checkpoints),
    };
    const { remembered } = premises;
    this.#evidence = { ...evidence, continuation: remembered && new Continuation(evidence, remembered) };
    this.#checks = opened.map((open) => open(this.#evidence));
    this.#watching = this.#checks.filter(({ event }) => event !== undefined);
  }

  event(event: BundledEvent, proof: InclusionProof | null): void {
    const { keys, continuation } = this.#evidence;
    keys.read(event);
    continuation?.take(event.leaf);
    for (const check of this.#watching) check.event?.(event, proof);
  }

  /** Does a little of what is due later, for who waits for the next event; `false` where nothing is left. */
  workAhead(): boolean {
    return this.#evidence.keys.lookAhead();
  }

  /** The report, behind the verdicts of who read the file. */
  conclude(before: readonly Verdict[]): VerificationReport {
    const verdicts = [...before, ...this.#checks.flatMap((check) => check.conclude())];
    const { head, events, checkpoints } = this.#evidence;
    const exitCode = verdicts.some(({ outcome }) => outcome === "fail") ? 1 : 0;
    return report(verdicts, exitCode, { head, events, checkpoints: checkpoints.notes });
  }
}

function checkpointOf(checkpoints: CheckpointList, size: number): SignedCheckpoint | undefined {
  const place = checkpoints.placeOf(size);
  return place === undefined ? undefined : checkpoints.at(place);
}
