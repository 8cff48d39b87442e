import { toBase64 } from "../../audit/byte-text.ts";
import { leafOf } from "../../audit/leaf.ts";
import { MerkleTree } from "../../audit/merkle-tree.ts";
import { type ReceivedAnchor, receivedAnchors } from "../../audit/received-anchors.ts";
import { type EventQuery, type FoundEvents, type SearchSource, searchEvents } from "../../audit/search-events.ts";
import { noGivens } from "../../audit/verifier/givens.ts";
import type { VerificationReport } from "../../audit/verifier/verification.ts";
import { verifyRecord } from "../../audit/verifier/verify-bundle.ts";
import type { StoredCheckpoint, StoredEvent } from "../../ports/journal.ts";
import { nodePrimitives } from "./node-primitives.ts";
import { membersOf, type ProofRange, type ProofRecord, wholeRecord } from "./proof-record.ts";
import { type TrustedSources, trustedGivens } from "./trusted-givens.ts";
import { type ExportedFile, writeBundle } from "./write-bundle.ts";

/** Checks the first `events` events of a record. */
export interface CheckTask {
  readonly kind: "check";
  readonly origin: string;
  readonly events: number;
  /** Whose anchors count. */
  readonly trusted?: TrustedSources;
}

/** Writes a range of a record to `file`, by way of `temporary` beside it. */
export interface ExportTask extends Pick<ProofRange, "origin" | "from" | "figures"> {
  readonly kind: "export";
  /** The seq of `export.created`: the record ends, for this export, with the first checkpoint that covers it. */
  readonly created: number;
  /** The last event, inclusive; `null` for the last there is. */
  readonly to: number | null;
  readonly file: string;
  readonly temporary: string;
}

/** Looks for events among the first `events` of a record. */
export interface SearchTask {
  readonly kind: "search";
  readonly query: EventQuery;
  readonly events: number;
}

/** Lists what came from outside among events `from` to `to`. */
export interface AnchorsTask {
  readonly kind: "anchors";
  readonly from: number;
  readonly to: number;
}

/** Proves that the tree of the first `from` events is a prefix of that of the first `to`. */
export interface ConsistencyTask {
  readonly kind: "consistency";
  readonly from: number;
  readonly to: number;
}

export type ProofTask = CheckTask | ExportTask | SearchTask | AnchorsTask | ConsistencyTask;

/** What a task gives: the verifier's report, the file that was written, what was found, base64 hashes. */
export interface ProofOutcome {
  readonly check: VerificationReport;
  readonly export: ExportedFile;
  readonly search: FoundEvents;
  readonly anchors: readonly ReceivedAnchor[];
  readonly consistency: readonly string[];
}

/** What a task works over: a journal, or a reader that another thread opened beside it. */
export interface TaskRecord extends ProofRecord, SearchSource {
  read(range: { readonly from: number; readonly to: number }): Iterable<StoredEvent>;
}

/** Below this a second thread takes longer to start than it saves. */
const worthAThread = 50_000;

function consistencyOf(record: ProofRecord, { from, to }: ConsistencyTask): string[] {
  const leaves = Array.from(record.read({ from: 0, to: to - 1 }), ({ text }) => leafOf(nodePrimitives, text));
  return new MerkleTree(nodePrimitives.sha256Into, leaves).consistencyProof(from, to).map(toBase64);
}

/** The first checkpoint that covers an event. */
function firstOver(record: ProofRecord, seq: number): StoredCheckpoint | undefined {
  for (const checkpoint of record.readCheckpoints()) if (checkpoint.size > seq) return checkpoint;
  return undefined;
}

/**
 * Does the heavy part of a proof on the calling thread: reads and hashes every event, about 20 µs each. `onPart` hears how
 * far a check has come, 0 to 1. Throws Faults `EXPORT-RANGE` and `EXPORT-FILE`.
 */
export async function doProofTask(
  record: TaskRecord,
  task: ProofTask,
  onPart: (part: number) => void = () => {},
): Promise<ProofOutcome[keyof ProofOutcome]> {
  switch (task.kind) {
    case "export": {
      const events = firstOver(record, task.created)?.size ?? task.created + 1;
      const members = membersOf(record, { ...task, events, to: task.to ?? events - 1 });
      return await writeBundle(members, task.file, task.temporary, events >= worthAThread);
    }
    case "check": {
      const composed = wholeRecord(record, task.origin, task.events);
      const givens = task.trusted === undefined ? noGivens : trustedGivens(task.trusted);
      return verifyRecord(nodePrimitives, composed, ({ part }) => onPart(part), givens);
    }
    case "search":
      return searchEvents(record, task.query, task.events);
    case "anchors":
      return receivedAnchors(record.read(task));
    case "consistency":
      return consistencyOf(record, task);
  }
}
