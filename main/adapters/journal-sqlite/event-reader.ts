import type { Statement } from "better-sqlite3";
import { orderOf, readEvent } from "../../audit/event-text.ts";
import type { StoredCheckpoint, StoredEvent } from "../../ports/journal.ts";
import type { Db } from "./open-database.ts";
import { idLabel, keyLabel } from "./schema.ts";

const pageRows = 1000;

/** Reads stored events beside the writer, page by page, so that no long read keeps the write-ahead log from being folded in. */
export class EventReader {
  readonly #page: Statement<[number, number, number], StoredEvent>;
  readonly #labelled: Statement<[string], StoredEvent>;
  readonly #checkpoints: Statement<[], StoredCheckpoint>;
  readonly #leaf: Statement<[number], { leaf: string }>;
  readonly #tip: Statement<[], { seq: number }>;

  constructor(db: Db) {
    this.#page = db.prepare("SELECT seq, bytes AS text FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?");
    this.#labelled = db.prepare(
      `SELECT e.seq, e.bytes AS text FROM labels l JOIN label_events le ON le.no = l.no JOIN events e ON e.seq = le.seq
       WHERE l.label = ? ORDER BY le.seq`,
    );
    this.#checkpoints = db.prepare("SELECT size, note, at FROM checkpoints ORDER BY size");
    this.#leaf = db.prepare("SELECT lower(hex(leaf)) AS leaf FROM events WHERE seq = ?");
    this.#tip = db.prepare("SELECT COALESCE(MAX(seq), -1) AS seq FROM events");
  }

  /** The seq of the last stored event, -1 in an empty journal. */
  tip(): number {
    return this.#tip.get()?.seq ?? -1;
  }

  /** The leaf of an event, lower-case hex; `null` for one that is not stored. */
  leaf(seq: number): string | null {
    return this.#leaf.get(seq)?.leaf ?? null;
  }

  *read(from: number, to: number): IterableIterator<StoredEvent> {
    for (let next = from; ; ) {
      const page = this.#page.all(next, to, pageRows);
      yield* page;
      const last = page.at(-1);
      if (!last || page.length < pageRows) return;
      next = last.seq + 1;
    }
  }

  labelled(label: string): StoredEvent[] {
    return this.#labelled.all(label);
  }

  order(orderId: string): StoredEvent[] {
    return this.labelled(idLabel(orderId)).filter(({ text }) => orderOf(readEvent(text).data) === orderId);
  }

  trace(trace: string): StoredEvent[] {
    return this.labelled(idLabel(trace)).filter(({ text }) => readEvent(text).trace === trace);
  }

  /** Every event that announces, replaces or revokes a key. */
  keys(): StoredEvent[] {
    return this.labelled(keyLabel);
  }

  checkpoints(): StoredCheckpoint[] {
    return this.#checkpoints.all();
  }
}
