import type { JournalEventType } from "../../../shared/model/journal-event.ts";
import type { MacKey } from "./mac-keys.ts";
import type { StagedGroup } from "./staged-group.ts";
import type { FaultText } from "./storage-fault.ts";

/** An event on its way to the writer. */
export interface StagedEvent {
  readonly seq: number;
  readonly head: string;
  readonly tail: string;
  readonly type: JournalEventType;
  readonly orderId: string | null;
  readonly trace: string;
}

/** What the writer's thread is started with; the seed never leaves the process. */
export interface WriterSetup {
  readonly path: string;
  readonly maxBytes: number | undefined;
  readonly origin: string;
  readonly seed: Uint8Array;
  readonly mac: MacKey;
}

export type ToWriter =
  | { readonly kind: "append"; readonly group: StagedGroup }
  | { readonly kind: "checkpoint"; readonly id: number; readonly reason: string }
  | { readonly kind: "successor"; readonly seed: Uint8Array }
  | { readonly kind: "close" };

export interface CheckpointState {
  readonly size: number;
  /** Base64, as in the note. */
  readonly root: string;
  readonly at: number;
}

export type FromWriter =
  | { readonly kind: "ready"; readonly synchronous: string; readonly walMode: boolean }
  | {
      readonly kind: "committed";
      readonly durableSeq: number;
      readonly commitMs: number;
      readonly checkpoints: number;
      readonly lastCheckpoint: CheckpointState | null;
      /** The requested checkpoints that this commit answers. */
      readonly answered: readonly number[];
    }
  | { readonly kind: "failed"; readonly fault: FaultText }
  | { readonly kind: "closed" };
