import type { VerificationReport } from "../../audit/verifier/verification.ts";
import { verifyComposed } from "../../audit/verifier/verify-bundle.ts";
import { nodePrimitives } from "./node-primitives.ts";
import { bundleOf, type ProofRange, type ProofRecord, wholeBundleOf } from "./proof-record.ts";
import { type ExportedFile, writeBundle } from "./write-bundle.ts";

/** Checks the first `events` events of a record. */
export interface CheckTask {
  readonly kind: "check";
  readonly origin: string;
  readonly events: number;
}

/** Writes a range of a record to `file`, by way of `temporary` beside it. */
export interface ExportTask extends Pick<ProofRange, "origin" | "from"> {
  readonly kind: "export";
  /** The seq of `export.created`: the record ends, for this export, with the first checkpoint that covers it. */
  readonly created: number;
  /** The last event, inclusive; `null` for the last there is. */
  readonly to: number | null;
  readonly file: string;
  readonly temporary: string;
}

export type ProofTask = CheckTask | ExportTask;

/** What a task gives: the verifier's report, or the file that was written. */
export interface ProofOutcome {
  readonly check: VerificationReport;
  readonly export: ExportedFile;
}

/**
 * Does the heavy part of a proof on the calling thread: reads and hashes every event, about 20 µs each. Throws Faults
 * `EXPORT-RANGE` and `EXPORT-FILE`.
 */
export async function doProofTask(record: ProofRecord, task: ProofTask): Promise<ProofOutcome[keyof ProofOutcome]> {
  if (task.kind === "export") {
    const events = record.readCheckpoints().find(({ size }) => size > task.created)?.size ?? task.created + 1;
    const bundle = bundleOf(record, { ...task, events, to: task.to ?? events - 1 });
    return await writeBundle(bundle, task.file, task.temporary);
  }
  return verifyComposed(nodePrimitives, wholeBundleOf(record, task.origin, task.events));
}
