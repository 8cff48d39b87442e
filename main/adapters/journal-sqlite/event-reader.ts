import type { Statement } from "better-sqlite3";
import { toHex } from "../../audit/byte-text.ts";
import { orderOf, readEvent } from "../../audit/event-text.ts";
import { leafOf } from "../../audit/leaf.ts";
import type { StoredCheckpoint, StoredEvent } from "../../ports/journal.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { Archive } from "./archive.ts";
import type { RowKeys } from "./mac-keys.ts";
import type { Db } from "./open-database.ts";
import { ReadCheck, type ReadRow, type SessionBegin } from "./read-check.ts";
import type { MarkedRow } from "./row-macs.ts";
import { idLabel, keyLabel } from "./schema.ts";
import type { SegmentRow } from "./segment-file.ts";
import { brokenChain } from "./storage-fault.ts";

/** Few enough to stay near the processor. */
const pageRows = 250;

interface LabelledRow extends Partial<MarkedRow> {
  readonly seq: number;
  /** `null` of an event that is no longer among the hot ones. */
  readonly text: string | null;
  readonly leaf: string | null;
}

export interface ReaderOptions {
  /** Where archived events are, unless they lie beside the journal's file. */
  readonly profileDir?: string | undefined;
  /** What the rows' macs are checked with; `null` where no keychain answers. */
  readonly keys?: RowKeys | null;
  /** Rows as they lie there, for who checks all of them and tells what is wrong with each. */
  readonly unchecked?: boolean;
}

/**
 * Reads stored events beside the writer, page by page, so that no long read keeps the write-ahead log from being folded in.
 * What is read is held against what was stored of it; every read throws a Fault `STORAGE-CHAIN` at the first event whose
 * bytes, number or mac are not those, and one of several events also where they do not follow each other.
 */
export class EventReader {
  readonly #page: Statement<[number, number, number], ReadRow>;
  readonly #labelled: Statement<[string], LabelledRow>;
  readonly #checkpoints: Statement<[number, number], StoredCheckpoint>;
  readonly #leaf: Statement<[number], { leaf: string }>;
  readonly #tip: Statement<[], { seq: number }>;
  readonly #marked: Statement<[number, number], 0 | 1>;

  readonly #archive: Archive;
  readonly #check: ReadCheck | null;
  #sessions: { readonly upTo: number; readonly begins: readonly SessionBegin[] } = { upTo: -1, begins: [] };

  constructor(db: Db, { profileDir, keys = null, unchecked = false }: ReaderOptions = {}) {
    this.#archive = new Archive(db, profileDir);
    this.#check = unchecked
      ? null
      : new ReadCheck(keys, {
          sessions: (upTo) => this.#sessionsAround(upTo),
          isMarked: (from, to) => this.#isMarked(from, to),
        });
    const columns = (row: string): string => {
      const marks = this.#check?.withMacs === true ? `, ${row}mac, ${row}mac_version` : "";
      return `${row}bytes AS text, lower(hex(${row}leaf)) AS leaf${marks}`;
    };
    this.#page = db.prepare(`SELECT seq, ${columns("")} FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?`);
    this.#labelled = db.prepare(
      `SELECT le.seq, ${columns("e.")} FROM labels l JOIN label_events le ON le.no = l.no LEFT JOIN events e ON e.seq = le.seq
       WHERE l.label = ? ORDER BY le.seq`,
    );
    this.#checkpoints = db.prepare("SELECT size, note, at FROM checkpoints WHERE size > ? ORDER BY size LIMIT ?");
    this.#leaf = db.prepare("SELECT lower(hex(leaf)) AS leaf FROM events WHERE seq = ?");
    this.#tip = db.prepare("SELECT COALESCE(MAX(seq), -1) AS seq FROM events");
    this.#marked = db
      .prepare<[number, number], 0 | 1>(
        "SELECT EXISTS (SELECT 1 FROM events WHERE seq BETWEEN ? AND ? AND mac_version > 0)",
      )
      .pluck();
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
    let before: string | null = null;
    const follow = (row: ReadRow): StoredEvent => {
      const { seq, text } = row;
      const found = this.#check?.check(row);
      if (found !== undefined) {
        if (seq !== next) throw brokenChain(`event ${next}`, "it is missing");
        if (before !== null && found.prev !== before)
          throw brokenChain(`event ${seq}`, "it does not follow the event before it");
        before = found.leaf;
      }
      next = seq + 1;
      return { seq, text };
    };
    for (;;) {
      const archived = Math.min(to, this.#archive.tip);
      if (next <= archived) {
        for (const row of this.#archive.read(next, archived)) yield follow(ofArchive(row));
        next = archived + 1;
      }
      const page = this.#page.all(next, to, pageRows);
      let moved = false;
      for (const row of page) {
        // Somebody has archived what was about to be read; what is missing otherwise is for checks to find.
        moved = row.seq > next && this.#archive.tip >= next;
        if (moved) break;
        yield follow(row);
      }
      // Nothing more is here; what was archived since the page was asked for is there.
      if (!moved && page.length < pageRows && Math.min(to, this.#archive.tip) < next) return;
    }
  }

  labelled(label: string): StoredEvent[] {
    return this.#labelled.all(label).flatMap(({ seq, text, ...stored }) => {
      const archived = text === null ? this.#archive.event(seq) : null;
      const row = text === null ? archived && ofArchive(archived) : { seq, text, ...stored };
      if (row !== null) {
        this.#check?.check(row);
        return [{ seq, text: row.text }];
      }
      if (this.#check === null) return [];
      throw brokenChain(`event ${seq}`, "it is missing");
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
    return [...this.eachCheckpoint()];
  }

  /** The checkpoints one after the other, sizes ascending, for who keeps none. */
  *eachCheckpoint(): Generator<StoredCheckpoint> {
    for (let after = 0; ; ) {
      const page = this.#checkpoints.all(after, pageRows);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < pageRows) return;
      after = last.size;
    }
  }

  #isMarked(from: number, to: number): boolean {
    if (this.#marked.get(from, to) === 1) return true;
    const archived = Math.min(to, this.#archive.tip);
    if (from > archived) return false;
    for (const { mac_version: version } of this.#archive.read(from, archived)) if ((version ?? 0) > 0) return true;
    return false;
  }

  /** The sessions that began up to an event and the one after it, if there is one; they are few and found by their label. */
  #sessionsAround(seq: number): readonly SessionBegin[] {
    const { upTo, begins } = this.#sessions;
    if (seq <= upTo && begins.some((begin) => begin.seq > seq)) return begins;
    const tip = this.tip();
    if (tip > upTo) this.#sessions = { upTo: tip, begins: this.#labelled.all(keyLabel).flatMap(sessionIn) };
    return this.#sessions.begins;
  }
}

function ofArchive({ seq, bytes, mac, mac_version }: SegmentRow): ReadRow {
  return { seq, text: bytes, leaf: null, mac, mac_version };
}

function sessionIn({ seq, text }: LabelledRow): SessionBegin[] {
  if (text === null) return [];
  const { type, data } = readEvent(text);
  if (type !== "session.opened") return [];
  return [{ seq, withoutKeychain: (data["signing"] as { storage?: unknown } | undefined)?.storage === "session" }];
}
