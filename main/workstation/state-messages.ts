import type { RowKeys } from "../adapters/journal-sqlite/mac-keys.ts";
import type { SnapshotPlace } from "../adapters/journal-sqlite/snapshot-file.ts";
import type { DeskMemory, MemoryBasis } from "./desk-memory.ts";

/** What the thread that keeps a desk's state begins with. */
export interface StateSetup {
  readonly place: SnapshotPlace;
  /** What the record's rows are checked with. */
  readonly keys: RowKeys;
  readonly basis: MemoryBasis;
  readonly known: { readonly seq: number; readonly memory: DeskMemory };
}

/** Read the record as far as `to` and write down what it comes to; or leave. */
export type StateOrder = { readonly to: number } | "leave";

/** What came of an order: the last event that is written down, or why it was not. */
export type StateAnswer = { readonly seq: number } | { readonly failure: string };

/** So many finished orders a desk holds at least; older ones are in the record. */
export const ordersHeld = 500;
