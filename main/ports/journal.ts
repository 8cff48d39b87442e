import type { NewJournalEvent } from "../../shared/model/journal-event.ts";

/** A stored event: its number and the exact canonical bytes as text. */
export interface StoredEvent {
  readonly seq: number;
  readonly text: string;
}

/** A stored checkpoint: the C2SP signed note over the first `size` events, and when it was signed (UTC milliseconds). */
export interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
  readonly at: number;
}

/**
 * A journal that does not go on from the newest checkpoint that is remembered of it: the profile was copied and used
 * twice, or an older state of it was put back. Both lines are genuine; this says that there are two.
 */
export interface JournalFork {
  readonly code: "JOURNAL-FORK";
  /** It ends before the remembered checkpoint, or has other events under it. */
  readonly how: "shorter" | "different";
  /** The remembered checkpoint. */
  readonly size: number;
  readonly root: string;
  /** Events in the journal when it was opened. */
  readonly events: number;
  /** Where the checkpoint was remembered. */
  readonly kept: "keychain" | "profile";
}

export interface JournalHealth {
  /** `open` takes events; `failed` refuses them (disk full, I/O error), so that no new risk may be opened. */
  readonly state: "open" | "failed" | "closed";
  readonly failure: string | null;
  readonly events: number;
  readonly durableSeq: number;
  /** Staged events that are not yet on disk. */
  readonly pending: number;
  readonly lastCommitMs: number | null;
  /** How many events the last commit put on disk with one wait for it. */
  readonly lastCommitEvents?: number;
  readonly checkpoints: number;
  readonly lastCheckpoint: { readonly size: number; readonly root: string; readonly at: number } | null;
  readonly signing: { readonly storage: "keychain" | "session"; readonly keyId: string; readonly publicKey: string };
  readonly origin: string;
  readonly session: string;
  readonly synchronous: string;
  readonly walMode: boolean;
  /** Set for the session that found the journal forked; its `session.opened` says the same. */
  readonly fork?: JournalFork | null;
  /** Events kept in the side log since the journal failed, and those it had no room for. */
  readonly aside?: { readonly kept: number; readonly refused: number };
}

/** The append-only event store. One writer; an event counts only when it is durable. */
export interface Journal {
  /** The profile whose record another thread can open for reading; `null` for a journal in memory. */
  readonly profileDir: string | null;
  /** Stages an event and returns its seq at once. Throws a storage fault when the journal has failed or is closed. */
  append(event: NewJournalEvent): number;
  /** The highest seq that is on disk, -1 when none is. */
  readonly durableSeq: number;
  /** Calls back with the new `durableSeq` after every group commit. Returns the way to stop. */
  onDurable(listener: (durableSeq: number) => void): () => void;
  /** Resolves when `seq` is on disk; rejects with a storage fault when it never will be. */
  durable(seq: number): Promise<void>;
  /** Calls back once when the journal fails; staged events that are not durable are lost. */
  onFailure(listener: (failure: Error) => void): () => void;
  /** Stored, durable events in order, `to` inclusive. */
  read(range?: { from?: number; to?: number }): IterableIterator<StoredEvent>;
  /** The events of one order or of one trace, by index. */
  readOrder(orderId: string): StoredEvent[];
  readTrace(trace: string): StoredEvent[];
  /** The events that announce, replace or revoke a signing key. */
  readKeyEvents(): StoredEvent[];
  /** Hands the signing over to the key of `seed` with the next `key.rotated`, whose checkpoint carries both signatures. */
  succeedKey(seed: Uint8Array): void;
  /** Every signed checkpoint, sizes ascending: what a bundle carries. */
  readCheckpoints(): StoredCheckpoint[];
  /** Signs a checkpoint over everything durable. */
  checkpoint(reason: string): Promise<void>;
  health(): JournalHealth;
  /** Waits for staged events, signs a last checkpoint, releases the profile. */
  close(): Promise<void>;
}
