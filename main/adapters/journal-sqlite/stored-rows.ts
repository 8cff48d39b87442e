import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { toHex } from "../../audit/byte-text.ts";
import { leafHexOf } from "../../audit/leaf.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import type { Archive } from "./archive.ts";
import { eventMarks } from "./event-marks.ts";
import type { LinkedRows } from "./linked-rows.ts";
import type { Db } from "./open-database.ts";
import { PlainPages } from "./plain-pages.ts";
import type { MarkedRow } from "./row-macs.ts";
import { brokenChain } from "./storage-fault.ts";

interface EventRow extends MarkedRow {
  readonly seq: number;
  readonly bytes: string;
  /** As it was stored, lower-case hex; an archived event's is that of its bytes. */
  readonly leaf: string | null;
}

/** Which rows are read: the first of them, the leaf of the event before it in lower-case hex, and the last, or all there are. */
export interface RowsBegin {
  readonly from: number;
  readonly to?: number;
  readonly prev: string;
  /** Macs are fetched only for who can check them. */
  readonly withMacs: boolean;
  /** Types of events whose texts somebody has to read. */
  readonly told: ReadonlySet<string>;
  /** Whether texts are hashed; otherwise a page's stored leaves stand for them, whoever reads on hashes them. Default true. */
  readonly hashed?: boolean;
}

/** Rows that are looked at one by one and told together. */
const togetherRows = 250;

/** Archived rows, compared with those of them that stayed. */
function* archivedRows(db: Db, archive: Archive, from: number, to: number): Generator<EventRow> {
  archive.checkFiles();
  const stayed = db.prepare("SELECT bytes FROM events WHERE seq = ?").pluck();
  for (const row of archive.read(from, to)) {
    const bytes = stayed.get(row.seq);
    if (bytes !== undefined && bytes !== row.bytes) {
      throw brokenChain(`event ${row.seq}`, "the archive and the journal hold different bytes of it");
    }
    yield { ...row, leaf: null };
  }
}

/** What a row says for itself, held against what came before it: its number, whom it names, and the hash of its bytes. */
class Link {
  next: number;
  prev: string;
  readonly #asked: RowsBegin;

  constructor(asked: RowsBegin) {
    this.next = asked.from;
    this.prev = asked.prev;
    this.#asked = asked;
  }

  /** Rows that were checked by the page. */
  pass({ events, leaves }: LinkedRows): void {
    this.next += events;
    this.prev = toHex(leaves.subarray(-32));
  }

  /** Looks at rows one by one. Throws a Fault `STORAGE-CHAIN` at the first that does not hold, behind those that do. */
  *follow(rows: Iterable<EventRow>): Generator<LinkedRows> {
    let good = new RowsFound(this.next, this.#asked.withMacs);
    try {
      for (const row of rows) {
        good.add(row, this.#leafOf(row));
        if (good.size < togetherRows) continue;
        yield good.rows;
        good = new RowsFound(this.next, this.#asked.withMacs);
      }
    } catch (error) {
      yield good.rows;
      throw error;
    }
    yield good.rows;
  }

  /** Throws a Fault `STORAGE-CHAIN`. */
  #leafOf({ seq, bytes, leaf }: EventRow): FoundLeaf {
    if (seq !== this.next) throw brokenChain(`event ${this.next}`, "it is missing");
    const event = eventMarks(bytes) ?? parseStored(bytes, seq);
    if (event.seq !== seq || event.prev !== this.prev)
      throw brokenChain(`event ${seq}`, "it does not follow the event before it");
    const actual = leafHexOf(nodePrimitives, bytes);
    if (leaf !== null && leaf !== actual)
      throw brokenChain(`event ${seq}`, "its bytes do not have the hash they were stored with");
    this.next += 1;
    this.prev = actual;
    return { hex: actual, told: this.#asked.told.has(event.type) };
  }
}

interface FoundLeaf {
  readonly hex: string;
  readonly told: boolean;
}

/** Rows that hold, while they are collected. */
class RowsFound {
  readonly #first: number;
  readonly #withMacs: boolean;
  readonly #leaves: string[] = [];
  readonly #macs: (Uint8Array | null)[] = [];
  readonly #versions: (number | null)[] = [];
  readonly #texts: string[] = [];
  readonly #told = new Map<number, string>();

  constructor(first: number, withMacs: boolean) {
    this.#first = first;
    this.#withMacs = withMacs;
  }

  get size(): number {
    return this.#leaves.length;
  }

  get rows(): LinkedRows {
    return {
      first: this.#first,
      events: this.#leaves.length,
      texts: this.#texts,
      told: this.#told,
      leaves: Buffer.from(this.#leaves.join(""), "hex"),
      macs: this.#macs,
      versions: this.#versions,
    };
  }

  add({ seq, bytes, mac, mac_version }: EventRow, { hex, told }: FoundLeaf): void {
    this.#leaves.push(hex);
    this.#texts.push(bytes);
    if (told) this.#told.set(seq, bytes);
    if (!this.#withMacs) return;
    this.#macs.push(mac);
    this.#versions.push(mac_version);
  }
}

/**
 * Reads rows in order, some at once, those of the archive first, and checks what each says for itself. Throws a Fault
 * `STORAGE-CHAIN` at the first that does not hold, behind those that do.
 */
export function* linkedRows(db: Db, archive: Archive | null, begin: RowsBegin): Generator<LinkedRows> {
  const { to = Number.MAX_SAFE_INTEGER } = begin;
  const link = new Link(begin);
  const archived = (): number => Math.min(to, archive?.tip ?? -1);
  const pages = new PlainPages(db, begin);
  const one = db.prepare<[number, number], EventRow>(
    `SELECT seq, bytes, lower(hex(leaf)) AS leaf, mac, mac_version FROM events
     WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ${togetherRows}`,
  );
  for (let last = archived(); ; ) {
    if (archive !== null && link.next <= last) {
      yield* link.follow(archivedRows(db, archive, link.next, last));
      if (link.next <= last) throw brokenChain(`event ${link.next}`, "it is missing");
    }
    const plain = pages.read(link.next, to, link.prev);
    if (plain !== null) {
      link.pass(plain);
      yield plain;
      continue;
    }
    const rows = one.all(link.next, to);
    // Somebody may have archived what was about to be read.
    last = archived();
    if (link.next <= last) continue;
    if (rows.length === 0) break;
    yield* link.follow(rows);
  }
  if (begin.to !== undefined && link.next <= begin.to) throw brokenChain(`event ${link.next}`, "it is missing");
}

/** Reads an event of the journal's file. Throws a Fault `STORAGE-CHAIN` for what is none. */
export function parseStored(bytes: string, seq: number): JournalEvent {
  try {
    return JSON.parse(bytes) as JournalEvent;
  } catch {
    throw brokenChain(`event ${seq}`, "its bytes are not an event");
  }
}
