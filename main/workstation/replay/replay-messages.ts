import type { DeskAt } from "../../../shared/contract/audit.ts";
import type { RowKeys } from "../../adapters/journal-sqlite/mac-keys.ts";
import type { FaultText } from "../../adapters/journal-sqlite/storage-fault.ts";
import type { MemoryBasis } from "../desk-memory.ts";

/** What the replay's thread begins with: where the record lies, and what its desk is built with. */
export interface ReplaySetup {
  readonly profileDir: string;
  /** What the record's rows are checked with. */
  readonly keys: RowKeys;
  readonly basis: MemoryBasis;
  /** One number in shared memory: not 0 once the thread is to leave, whatever it is reading. */
  readonly leaving: Int32Array;
}

/** Show the desk as it was after an event; or leave. */
export type ReplayOrder = { readonly id: number; readonly seq: number } | "leave";

/** The desk as it was, or why it cannot be shown. */
export type ReplayAnswer =
  | { readonly id: number; readonly desk: DeskAt }
  | { readonly id: number; readonly fault: FaultText };

/** Why the desk as it was cannot be worked out. */
export function replayFailed(why: string): FaultText {
  return {
    code: "REPLAY-FAILED",
    message: `The desk as it was could not be worked out: ${why}`,
    remedy: "Check the journal in Compliance; the events themselves can still be read.",
  };
}
