import type { Statement } from "better-sqlite3";
import { toHex } from "../../audit/byte-text.ts";
import { orderOf, readEvent } from "../../audit/event-text.ts";
import { leafOf } from "../../audit/leaf.ts";
import type { StoredCheckpoint, StoredEvent } from "../../ports/journal.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { Archive } from "./archive.ts";
import type { Db } from "./open-database.ts";
import { idLabel, keyLabel } from "./schema.ts";

/** Few enough to stay near the processor. */
const pageRows = 250;

/** Reads stored events beside the writer, page by page, so that no long read keeps the write-ahead log from being folded in. */
export class EventReader {
  readonly #page: Statement<[number, number, number], StoredEvent>;
  readonly #labelled: Statement<[string], { readonly seq: number; readonly text: string | null }>;
  readonly #checkpoints: Statement<[], StoredCheckpoint>;
  readonly #leaf: Statement<[number], { leaf: string }>;
  readonly #tip: Statement<[], { seq: number }>;

  readonly #archive: Archive;

  /** `profileDir` is where archived events are, unless they lie beside the journal's file. */
  constructor(db: Db, profileDir?: string) {
    this.#archive = new Archive(db, profileDir);
    this.#page = db.prepare("SELECT seq, bytes AS text FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?");
    this.#labelled = db.prepare(
      `SELECT le.seq, e.bytes AS text FROM labels l JOIN label_events le ON le.no = l.no LEFT JOIN events e ON e.seq = le.seq
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
    const archived = seq <= this.#archive.tip ? this.#archive.event(seq) : null;
    if (archived !== null) return toHex(leafOf(nodePrimitives, archived.bytes));
    return this.#leaf.get(seq)?.leaf ?? null;
  }

  *read(from: number, to: number): IterableIterator<StoredEvent> {
    let next = Math.max(0, from);
    for (;;) {
      const archived = Math.min(to, this.#archive.tip);
      if (next <= archived) {
        for (const { seq, bytes } of this.#archive.read(next, archived)) yield { seq, text: bytes };
        next = archived + 1;
      }
      const page = this.#page.all(next, to, pageRows);
      let moved = false;
      for (const event of page) {
        // Somebody has archived what was about to be read; what is missing otherwise is for checks to find.
        moved = event.seq > next && this.#archive.tip >= next;
        if (moved) break;
        yield event;
        next = event.seq + 1;
      }
      // Nothing more is here; what was archived since the page was asked for is there.
      if (!moved && page.length < pageRows && Math.min(to, this.#archive.tip) < next) return;
    }
  }

  labelled(label: string): StoredEvent[] {
    return this.#labelled.all(label).flatMap(({ seq, text }) => {
      const found = text ?? this.#archive.event(seq)?.bytes;
      return found === undefined ? [] : [{ seq, text: found }];
    });
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
