import type { DeskAt } from "../../../shared/contract/audit.ts";
import type { MemoryBasis } from "../desk-memory.ts";

/** What the replay's thread begins with: where the record lies, and what its desk is built with. */
export interface ReplaySetup {
  readonly profileDir: string;
  readonly basis: MemoryBasis;
  /** One number in shared memory: not 0 once the thread is to leave, whatever it is reading. */
  readonly leaving: Int32Array;
}

/** Show the desk as it was after an event; or leave. */
export type ReplayOrder = { readonly id: number; readonly seq: number } | "leave";

/** The desk as it was, or why it cannot be shown. */
export type ReplayAnswer =
  | { readonly id: number; readonly desk: DeskAt }
  | { readonly id: number; readonly failure: string };
