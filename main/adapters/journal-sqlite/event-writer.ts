import { hash } from "node:crypto";
import { toBase64 } from "../../audit/byte-text.ts";
import { type Signer, signCheckpoint } from "../../audit/checkpoint.ts";
import { checkpointEveryEvents, sealsJournal } from "../../audit/checkpoint-policy.ts";
import { noPrevious } from "../../audit/leaf.ts";
import type { MerkleFrontier } from "../../audit/merkle-frontier.ts";
import type { Sign } from "../../audit/primitives.ts";
import type { VerifyingKey } from "../../audit/verifying-key.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { EventInserts } from "./event-inserts.ts";
import { reachStep } from "./journal-step.ts";
import { type LeafMac, leafMac } from "./leaf-mac.ts";
import type { MacKey } from "./mac-keys.ts";
import type { Db } from "./open-database.ts";
import type { PlacedEvent } from "./placed-event.ts";
import { readEdge } from "./stored-edge.ts";
import type { CheckpointState } from "./writer-messages.ts";

/** Chains, hashes and stores events: one call, one transaction, one wait for the disk. After a throw it must not be used again. */
export class EventWriter {
  readonly #db: Db;
  #key: VerifyingKey;
  #sign: Sign;
  #successor: Signer | null = null;
  readonly #mac: LeafMac;
  readonly #macVersion: number;
  readonly #now: () => number;
  readonly #inserts: EventInserts;
  readonly #frontier: MerkleFrontier;
  #prev: string;
  #checkpoints: number;
  #last: CheckpointState | null = null;
  #lastSize: number;

  constructor(db: Db, key: VerifyingKey, sign: Sign, mac: MacKey, now: () => number) {
    this.#db = db;
    this.#key = key;
    this.#sign = sign;
    this.#mac = leafMac(mac.key);
    this.#macVersion = mac.version;
    this.#now = now;
    this.#inserts = new EventInserts(db);
    this.#frontier = readEdge(db);
    const tip = db.prepare("SELECT leaf FROM events ORDER BY seq DESC LIMIT 1").get() as { leaf: Buffer } | undefined;
    this.#prev = tip ? tip.leaf.toString("hex") : noPrevious;
    const known = db.prepare("SELECT COUNT(*) AS n, COALESCE(MAX(size), 0) AS size FROM checkpoints").get();
    ({ n: this.#checkpoints, size: this.#lastSize } = known as { n: number; size: number });
  }

  get durableSeq(): number {
    return this.#frontier.size - 1;
  }

  get checkpoints(): number {
    return this.#checkpoints;
  }

  /** The checkpoint this writer signed last. */
  get lastCheckpoint(): CheckpointState | null {
    return this.#last;
  }

  /** Whether there are events that no checkpoint covers. */
  get unsealed(): boolean {
    return this.#frontier.size > this.#lastSize;
  }

  /** The next `key.rotated` hands the signing over to `successor`: the checkpoint over it carries both signatures. */
  prepareSuccessor(successor: Signer): void {
    this.#successor = successor;
  }

  /** Stores the events, with checkpoints where they are due unless they are not to be sealed yet, and with one over all of them where a `reason` is given. */
  commit(events: readonly PlacedEvent[], reason: string | null, seals: "sealed" | "unsealed" = "sealed"): void {
    if (events.length === 0 && (reason === null || !this.unsealed)) return;
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      reachStep("insert-begun");
      for (const event of events) {
        this.#append(event);
        if (seals === "unsealed") continue;
        if (sealsJournal(event.type)) this.#checkpoint(event.type);
        else if (this.#frontier.size - this.#lastSize >= checkpointEveryEvents) this.#checkpoint("interval");
      }
      if (reason !== null && this.unsealed) this.#checkpoint(reason);
      this.#inserts.flush();
      reachStep("rows-inserted");
      this.#inserts.edge(this.#frontier);
      reachStep("committing");
      this.#db.exec("COMMIT");
      reachStep("committed");
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  #append(event: PlacedEvent): void {
    if (event.seq !== this.#frontier.size) throw new RangeError(`event ${event.seq} came after ${this.durableSeq}`);
    const { preimage, prevAt } = event;
    preimage.write(this.#prev, prevAt, "latin1");
    // As text first: a hash as a buffer of its own costs more than the way there and back.
    this.#prev = hash("sha256", preimage, "hex");
    const leaf = Buffer.from(this.#prev, "hex");
    this.#frontier.append(leaf);
    this.#inserts.event(event, leaf, this.#mac(leaf), this.#macVersion);
  }

  #checkpoint(reason: string): void {
    const { size } = this.#frontier;
    const root = this.#frontier.root();
    const at = this.#now();
    reachStep("checkpoint-signing");
    const successor = reason === "key.rotated" ? this.#successor : null;
    const others = successor ? [successor] : [];
    const checkpoint = { origin: this.#key.name, size, root };
    const note = signCheckpoint(nodePrimitives.utf8, checkpoint, this.#key, this.#sign, others);
    if (successor) {
      ({ key: this.#key, sign: this.#sign } = successor);
      this.#successor = null;
    }
    this.#inserts.checkpoint(size, note, at, reason, this.#frontier);
    reachStep("checkpoint-signed");
    this.#lastSize = size;
    this.#checkpoints += 1;
    this.#last = { size, root: toBase64(root), at };
  }
}
