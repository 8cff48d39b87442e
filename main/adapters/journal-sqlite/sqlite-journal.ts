import type { Worker } from "node:worker_threads";
import type { Fault } from "../../../shared/model/fault.ts";
import type { JournalEventType, NewJournalEvent } from "../../../shared/model/journal-event.ts";
import { toBase64 } from "../../audit/byte-text.ts";
import { orderOf, stageEvent } from "../../audit/event-text.ts";
import { type VerifyingKey, verifyingKey } from "../../audit/verifying-key.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal, JournalFork, JournalHealth, StoredCheckpoint, StoredEvent } from "../../ports/journal.ts";
import { ed25519FromSeed, nodePrimitives } from "../proof-node/node-primitives.ts";
import { hasLeft } from "../threads/has-left.ts";
import { BesideEvents } from "./beside-events.ts";
import { DurableWaits } from "./durable-waits.ts";
import { EventReader } from "./event-reader.ts";
import type { MacKey, RowKeys } from "./mac-keys.ts";
import type { NewestCheckpoint } from "./newest-checkpoint.ts";
import type { Db } from "./open-database.ts";
import { type PlacedEvent, textsOf } from "./placed-event.ts";
import { type SideLog, sideLogBytes } from "./side-log.ts";
import type { SigningKey } from "./signing-key.ts";
import { type KeptState, readSnapshot, type SnapshotPlace } from "./snapshot-file.ts";
import { lastOf, type StagedGroup, Staging, unpackGroup } from "./staged-group.ts";
import { type FaultText, storageFault } from "./storage-fault.ts";
import type { CheckpointState, FromWriter, StagedEvent, ToWriter } from "./writer-messages.ts";

export interface SqliteJournalParts {
  readonly profileDir: string;
  readonly worker: Worker;
  readonly ready: Extract<FromWriter, { kind: "ready" }>;
  readonly db: Db;
  readonly clock: Clock;
  readonly session: string;
  readonly key: VerifyingKey;
  readonly storage: SigningKey["storage"];
  readonly nextSeq: number;
  readonly checkpoints: number;
  readonly lastCheckpoint: CheckpointState | null;
  readonly mac: MacKey;
  readonly keys: RowKeys;
  /** Where events go that the journal can no longer take. */
  readonly sideLog: SideLog;
  /** What it holds of earlier sessions, behind the journal's last event. */
  readonly beside: readonly StagedEvent[];
  /** Why the journal takes no events from the beginning; `null` where it does. */
  readonly failure: FaultText | null;
  readonly fork: JournalFork | null;
  readonly newest: NewestCheckpoint;
  /** Gives the profile back. */
  readonly release: () => void;
}

/** Tells who reads a journal's rows on another thread what they are checked with. */
export interface KeepsRowKeys {
  readonly rowKeys: RowKeys;
}

/** Where the state that a journal's events come to is kept. */
export interface KeepsSnapshots {
  readonly snapshots: {
    readonly place: SnapshotPlace;
    /** The snapshot that fits this journal and was made in that version, or why none does. */
    read(schema: number): KeptState;
  };
}

/** A run that does not come to an end of its turn hands over as many events at once; more would hold its thread up. */
const mostStaged = 512;
/** What has happened already: nobody waits for it to be on disk, so it may travel with what comes next. */
const unawaited: ReadonlySet<JournalEventType> = new Set([
  "order.submitted",
  "order.accepted",
  "order.triggered",
  "order.partially_filled",
  "order.filled",
  "order.canceled",
  "order.expired",
  "account.day_rolled",
]);

/** The desk's side of the journal: numbers and stages events, hands them to the writer in groups, tells who waits. */
export class SqliteJournal implements Journal, KeepsRowKeys, KeepsSnapshots {
  readonly #parts: SqliteJournalParts;
  readonly #reader: EventReader;
  readonly #beside: BesideEvents;
  /** Made once: the gate asks for the health before every order. */
  #signing: JournalHealth["signing"];
  readonly #waits = new DurableWaits();
  readonly #failureListeners = new Set<(failure: Error) => void>();
  readonly #answers = new Map<number, { resolve: () => void; reject: (reason: Error) => void }>();
  readonly #staged = new Staging();
  /** How soon the staged events are handed over. */
  #posting: "now" | "next-turn" | null = null;
  /** The last event that was handed over. */
  #postedSeq: number;
  /** What was handed over and is not on disk yet: should the writer fail, it goes to the side log. */
  readonly #underway: StagedGroup[] = [];
  #nextSeq: number;
  #nextAnswer = 1;
  #state: JournalHealth["state"] = "open";
  #failure: Fault | null = null;
  #closing: Promise<void> | null = null;
  #onClosed: () => void = () => {};
  #lastCommitMs: number | null = null;
  #lastCommitEvents = 0;
  #checkpoints: number;
  #lastCheckpoint: CheckpointState | null;

  constructor(parts: SqliteJournalParts) {
    this.#parts = parts;
    this.#reader = new EventReader(parts.db, { keys: parts.keys });
    this.#beside = new BesideEvents(parts.beside);
    const { key, storage } = parts;
    this.#signing = { storage, keyId: key.keyId, publicKey: toBase64(key.publicKey) };
    this.#nextSeq = parts.nextSeq;
    this.#postedSeq = parts.nextSeq - 1;
    this.#checkpoints = parts.checkpoints;
    this.#lastCheckpoint = parts.lastCheckpoint;
    this.#waits.advance(parts.nextSeq - 1);
    parts.worker.on("message", (message: FromWriter) => this.#hear(message));
    parts.worker.on("error", (error) => this.#fail(stopped(error.message)));
    parts.worker.on("exit", () => {
      if (this.#state === "open") this.#fail(stopped("its thread ended"));
      this.#onClosed();
    });
    if (parts.failure === null) return;
    this.#fail(parts.failure);
    void parts.worker.terminate();
  }

  get profileDir(): string {
    return this.#parts.profileDir;
  }

  get rowKeys(): RowKeys {
    return this.#parts.keys;
  }

  get snapshots(): KeepsSnapshots["snapshots"] {
    const { profileDir, keys, mac, key } = this.#parts;
    const origin = key.name;
    return {
      place: { profileDir, origin, mac },
      read: (schema) => readSnapshot(profileDir, { schema, origin, keys, leafAt: (seq) => this.#reader.leaf(seq) }),
    };
  }

  append(event: NewJournalEvent): number {
    if (this.#state === "failed") this.#parts.sideLog.keep([this.#stage(event)]);
    if (this.#state !== "open" || (this.#closing && event.type !== "session.closed")) throw this.#refusal();
    const staged = this.#stage(event);
    const { seq, type } = staged;
    if (!this.#staged.hasRoom(staged)) this.#post();
    this.#staged.add(staged, this.durableSeq);
    if (this.#staged.size >= mostStaged) this.#post();
    else this.#schedule(type);
    return seq;
  }

  /** Numbers an event and writes its text around the place of `prev`. */
  #stage(event: NewJournalEvent): StagedEvent {
    const seq = this.#nextSeq;
    const { head, tail } = stageEvent(event, seq, this.#parts.clock.mono(), this.#parts.session);
    const { type, trace } = event;
    this.#nextSeq += 1;
    return { seq, head, tail, type, orderId: event.orderId ?? orderOf(event.data), trace };
  }

  /**
   * Hands over at the end of this turn what somebody waits for, unless the writer is busy: then it goes, like all that
   * nobody waits for, with the next turn, so that one group, one message and one commit take up as much as they can.
   */
  #schedule(type: JournalEventType): void {
    if (this.#posting === "now") return;
    if (this.#postedSeq <= this.durableSeq && !unawaited.has(type)) {
      this.#posting = "now";
      queueMicrotask(() => this.#post());
    } else if (this.#posting === null) {
      this.#posting = "next-turn";
      setImmediate(() => this.#post());
    }
  }

  get durableSeq(): number {
    return this.#waits.durableSeq;
  }

  onDurable(listener: (durableSeq: number) => void): () => void {
    return this.#waits.listen(listener);
  }

  durable(seq: number): Promise<void> {
    if (this.#failure && seq > this.durableSeq) return Promise.reject(this.#failure);
    if (seq > this.#postedSeq) this.#post();
    return this.#waits.wait(seq);
  }

  onFailure(listener: (failure: Error) => void): () => void {
    this.#failureListeners.add(listener);
    return () => this.#failureListeners.delete(listener);
  }

  *read({ from = 0, to = Number.MAX_SAFE_INTEGER }: { from?: number; to?: number } = {}): Generator<StoredEvent> {
    yield* this.#reader.read(from, to);
    yield* this.#beside.read(from, to);
  }

  readOrder(orderId: string): StoredEvent[] {
    return [...this.#reader.order(orderId), ...this.#beside.order(orderId)];
  }

  readTrace(trace: string): StoredEvent[] {
    return [...this.#reader.trace(trace), ...this.#beside.trace(trace)];
  }

  readKeyEvents(): StoredEvent[] {
    return this.#reader.keys();
  }

  succeedKey(seed: Uint8Array): void {
    const { publicKey } = ed25519FromSeed(seed);
    const { keyId } = verifyingKey(nodePrimitives, this.#parts.key.name, publicKey);
    this.#tell({ kind: "successor", seed });
    this.#signing = { storage: "keychain", keyId, publicKey: toBase64(publicKey) };
  }

  readCheckpoints(): StoredCheckpoint[] {
    return this.#reader.checkpoints();
  }

  checkpoint(reason: string): Promise<void> {
    if (this.#state !== "open") return Promise.reject(this.#refusal());
    this.#post();
    const id = this.#nextAnswer++;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#answers.set(id, { resolve, reject });
    this.#tell({ kind: "checkpoint", id, reason });
    return promise;
  }

  health(): JournalHealth {
    const { key, ready, session } = this.#parts;
    return {
      state: this.#state,
      failure: this.#failure?.message ?? null,
      events: this.durableSeq + 1,
      durableSeq: this.durableSeq,
      pending: this.#nextSeq - 1 - this.durableSeq,
      lastCommitMs: this.#lastCommitMs,
      lastCommitEvents: this.#lastCommitEvents,
      checkpoints: this.#checkpoints,
      lastCheckpoint: this.#lastCheckpoint,
      signing: this.#signing,
      origin: key.name,
      session,
      synchronous: ready.synchronous,
      walMode: ready.walMode,
      fork: this.#parts.fork,
      aside: this.#parts.sideLog.counts,
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#state === "open") {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#onClosed = resolve;
      const { session, clock } = this.#parts;
      const data = { events: this.#nextSeq + 1 };
      // The closing flag is set by the caller in this same turn, so nothing can be appended behind this event.
      queueMicrotask(() => {
        this.append({
          type: "session.closed",
          at: clock.now(),
          actor: { kind: "desk", id: "journal" },
          trace: session,
          cause: null,
          data,
        });
        this.#post();
        this.#tell({ kind: "close" });
      });
      await promise;
    }
    if (this.#state === "open") this.#state = "closed";
    this.#parts.db.close();
    this.#parts.sideLog.close();
    await this.#parts.newest.flush();
    await hasLeft(this.#parts.worker);
    this.#parts.release();
  }

  #post(): void {
    this.#posting = null;
    if (this.#staged.size === 0 || this.#state !== "open") return;
    const group = this.#staged.take();
    this.#postedSeq = lastOf(group);
    this.#underway.push(group);
    this.#tell({ kind: "append", group });
  }

  #tell(message: ToWriter): void {
    this.#parts.worker.postMessage(message);
  }

  #hear(message: FromWriter): void {
    switch (message.kind) {
      case "committed":
        if (message.durableSeq > this.durableSeq) {
          this.#lastCommitMs = message.commitMs;
          this.#lastCommitEvents = message.durableSeq - this.durableSeq;
        }
        this.#checkpoints = message.checkpoints;
        if (message.lastCheckpoint && message.lastCheckpoint.size !== this.#lastCheckpoint?.size) {
          this.#lastCheckpoint = message.lastCheckpoint;
          this.#parts.newest.remember(message.lastCheckpoint);
        }
        while (this.#underway[0] && lastOf(this.#underway[0]) <= message.durableSeq) this.#underway.shift();
        this.#waits.advance(message.durableSeq);
        for (const id of message.answered) {
          this.#answers.get(id)?.resolve();
          this.#answers.delete(id);
        }
        return;
      case "failed":
        this.#fail(message.fault);
        return;
      case "closed":
        this.#state = "closed";
        this.#onClosed();
        return;
      case "ready":
    }
  }

  #fail(text: FaultText): void {
    if (this.#state !== "open") return;
    this.#state = "failed";
    const failure = storageFault(text);
    this.#failure = failure;
    this.#keepAside();
    this.#waits.fail(failure);
    for (const { reject } of this.#answers.values()) reject(failure);
    this.#answers.clear();
    for (const listener of this.#failureListeners) listener(failure);
    this.#onClosed();
  }

  /** What was to be recorded happened, or was about to: it is kept beside the journal until that can be written again. */
  #keepAside(): void {
    const lost: PlacedEvent[] = [];
    for (const group of this.#underway.splice(0)) unpackGroup(group, lost);
    unpackGroup(this.#staged.take(), lost);
    // Half of the room stays for the exits to come, whatever a burst had underway.
    this.#parts.sideLog.keep(lost.map(textsOf), sideLogBytes / 2);
  }

  #refusal(): Fault {
    return (
      this.#failure ??
      storageFault({
        code: "STORAGE-CLOSED",
        message: "the journal is closed and takes no more events",
        remedy: "Start the desk again.",
      })
    );
  }
}

function stopped(what: string): FaultText {
  return {
    code: "STORAGE-IO",
    message: `the journal's writer stopped: ${what}`,
    remedy: "Restart the desk; what was confirmed as durable is on disk.",
  };
}
