import { type VerificationReport, verifyComposed } from "../../audit/verifier/verify-bundle.ts";
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
export interface ExportTask extends ProofRange {
  readonly kind: "export";
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
  if (task.kind === "export") return await writeBundle(bundleOf(record, task), task.file, task.temporary);
  return verifyComposed(nodePrimitives, wholeBundleOf(record, task.origin, task.events));
}
