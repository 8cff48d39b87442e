import { randomBytes, randomUUID } from "node:crypto";
import { Fault } from "../../../shared/model/fault.ts";
import type { JournalData, JournalEventType, NewJournalEvent } from "../../../shared/model/journal-event.ts";
import { toBase64, toHex } from "../../audit/byte-text.ts";
import { type Signer, signCheckpoint } from "../../audit/checkpoint.ts";
import { checkpointEveryEvents, sealsJournal } from "../../audit/checkpoint-policy.ts";
import { orderOf, readEvent, type StagedText, stageEvent } from "../../audit/event-text.ts";
import { leafOf, noPrevious } from "../../audit/leaf.ts";
import { MerkleFrontier } from "../../audit/merkle-frontier.ts";
import { type BuildInfo, genesisData, sessionOpenedData } from "../../audit/session-events.ts";
import { type VerifyingKey, verifyingKey } from "../../audit/verifying-key.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal, JournalHealth, StoredCheckpoint, StoredEvent } from "../../ports/journal.ts";
import { DurableWaits } from "../journal-sqlite/durable-waits.ts";
import { ed25519FromSeed, nodePrimitives } from "../proof-node/node-primitives.ts";

const keyEvents: ReadonlySet<string> = new Set(["journal.genesis", "session.opened", "key.rotated", "key.revoked"]);

interface Staged extends StagedText {
  readonly event: NewJournalEvent;
}

/** The journal without a disk: the same bytes, chain and checkpoints; an event counts at the end of the turn it came in. */
class MemoryJournal implements Journal {
  readonly profileDir = null;
  readonly #clock: Clock;
  readonly #session: string;
  #key: VerifyingKey;
  #sign: (message: Uint8Array) => Uint8Array;
  #successor: Signer | null = null;
  readonly #frontier = new MerkleFrontier(nodePrimitives.sha256Into);
  readonly #waits = new DurableWaits();
  readonly #stored: StoredEvent[] = [];
  readonly #checkpoints: StoredCheckpoint[] = [];
  readonly #orders = new Map<string, number[]>();
  readonly #traces = new Map<string, number[]>();
  #staged: Staged[] = [];
  #prev = noPrevious;
  #state: JournalHealth["state"] = "open";
  #lastCheckpoint: JournalHealth["lastCheckpoint"] = null;

  constructor(clock: Clock, seed: Uint8Array, journalId: string, session: string) {
    const { publicKey, sign } = ed25519FromSeed(seed);
    this.#clock = clock;
    this.#session = session;
    this.#sign = sign;
    this.#key = verifyingKey(nodePrimitives, `proofdesk/${journalId}`, publicKey);
  }

  get key(): VerifyingKey {
    return this.#key;
  }

  append(event: NewJournalEvent): number {
    if (this.#state !== "open") {
      throw new Fault(
        "STORAGE-CLOSED",
        "storage",
        "the journal is closed and takes no more events",
        "Start the desk again.",
      );
    }
    const seq = this.#stored.length + this.#staged.length;
    this.#staged.push({ ...stageEvent(event, seq, this.#clock.mono(), this.#session), event });
    if (this.#staged.length === 1) queueMicrotask(() => this.#commit());
    return seq;
  }

  get durableSeq(): number {
    return this.#waits.durableSeq;
  }

  onDurable(listener: (durableSeq: number) => void): () => void {
    return this.#waits.listen(listener);
  }

  durable(seq: number): Promise<void> {
    return this.#waits.wait(seq);
  }

  /** Memory does not fail. */
  onFailure(): () => void {
    return () => undefined;
  }

  *read(range: { from?: number; to?: number } = {}): IterableIterator<StoredEvent> {
    yield* this.#stored.slice(range.from ?? 0, (range.to ?? this.#stored.length) + 1);
  }

  readOrder(orderId: string): StoredEvent[] {
    return this.#at(this.#orders.get(orderId));
  }

  readTrace(trace: string): StoredEvent[] {
    return this.#at(this.#traces.get(trace));
  }

  readKeyEvents(): StoredEvent[] {
    return this.#stored.filter(({ text }) => keyEvents.has(readEvent(text).type));
  }

  succeedKey(seed: Uint8Array): void {
    const { publicKey, sign } = ed25519FromSeed(seed);
    this.#successor = { key: verifyingKey(nodePrimitives, this.#key.name, publicKey), sign };
  }

  readCheckpoints(): StoredCheckpoint[] {
    return [...this.#checkpoints];
  }

  async checkpoint(): Promise<void> {
    this.#commit();
    this.#seal();
  }

  health(): JournalHealth {
    return {
      state: this.#state,
      failure: null,
      events: this.#stored.length,
      durableSeq: this.durableSeq,
      pending: this.#staged.length,
      lastCommitMs: null,
      checkpoints: this.#checkpoints.length,
      lastCheckpoint: this.#lastCheckpoint,
      signing: { storage: "session", keyId: this.#key.keyId, publicKey: toBase64(this.#key.publicKey) },
      origin: this.#key.name,
      session: this.#session,
      synchronous: "none: in memory",
      walMode: false,
    };
  }

  async close(): Promise<void> {
    if (this.#state !== "open") return;
    const data = { events: this.#stored.length + this.#staged.length + 1 };
    this.record("session.closed", data);
    this.#commit();
    this.#state = "closed";
  }

  /** Records an event of the journal's own. */
  record(type: JournalEventType, data: JournalData): void {
    const actor = { kind: "desk", id: "journal" } as const;
    this.append({ type, at: this.#clock.now(), actor, trace: this.#session, cause: null, data });
  }

  #commit(): void {
    const staged = this.#staged;
    this.#staged = [];
    for (const { head, tail, event } of staged) {
      const text = `${head}${this.#prev}${tail}`;
      const leaf = leafOf(nodePrimitives, text);
      const seq = this.#stored.push({ seq: this.#stored.length, text }) - 1;
      this.#frontier.append(leaf);
      this.#prev = toHex(leaf);
      index(this.#traces, event.trace, seq);
      const orderId = event.orderId ?? orderOf(event.data);
      if (orderId !== null) index(this.#orders, orderId, seq);
      const sealed = this.#lastCheckpoint?.size ?? 0;
      if (sealsJournal(event.type) || this.#frontier.size - sealed >= checkpointEveryEvents) {
        this.#seal(event.type === "key.rotated");
      }
    }
    this.#waits.advance(this.#stored.length - 1);
  }

  #seal(rotates = false): void {
    const { size } = this.#frontier;
    if (size === 0 || size === this.#lastCheckpoint?.size) return;
    const root = this.#frontier.root();
    const at = this.#clock.now();
    const checkpoint = { origin: this.#key.name, size, root };
    const others = rotates && this.#successor ? [this.#successor] : [];
    const note = signCheckpoint(nodePrimitives.utf8, checkpoint, this.#key, this.#sign, others);
    for (const { key, sign } of others) [this.#key, this.#sign, this.#successor] = [key, sign, null];
    this.#checkpoints.push({ size, note, at });
    this.#lastCheckpoint = { size, root: toBase64(root), at };
  }

  #at(seqs: readonly number[] = []): StoredEvent[] {
    return seqs.flatMap((seq) => this.#stored[seq] ?? []);
  }
}

function index(map: Map<string, number[]>, key: string, seq: number): void {
  const seqs = map.get(key);
  if (seqs) seqs.push(seq);
  else map.set(key, [seq]);
}

/** Opens a journal that ends with the process, for tests and simulations. `seed` and the ids make its bytes repeatable. */
export async function openMemoryJournal(options: {
  readonly clock: Clock;
  readonly build: BuildInfo;
  readonly seed?: Uint8Array;
  readonly journalId?: string;
  readonly session?: string;
}): Promise<Journal> {
  const { clock, build, seed = randomBytes(32), journalId = randomUUID(), session = randomUUID() } = options;
  const journal = new MemoryJournal(clock, seed, journalId, session);
  const next = ed25519FromSeed(nodePrimitives.sha256(seed)).publicKey;
  journal.record("journal.genesis", genesisData(journal.key, nodePrimitives.sha256(next), "session"));
  journal.record("session.opened", sessionOpenedData(journal.key, "session", build, "a journal in memory"));
  await journal.durable(1);
  return journal;
}
