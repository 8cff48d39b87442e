import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { leafHexOf } from "../../audit/leaf.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import type { Archive } from "./archive.ts";
import { keyEvents } from "./event-inserts.ts";
import { eventMarks } from "./event-marks.ts";
import type { Db } from "./open-database.ts";
import type { MarkedRow } from "./row-macs.ts";
import { brokenChain } from "./storage-fault.ts";

interface EventRow extends MarkedRow {
  readonly seq: number;
  readonly bytes: string;
  /** As it was stored, lower-case hex; an archived event's is that of its bytes. */
  readonly leaf: string | null;
}

/** A row whose bytes follow those before it and have the hash they were stored with. */
export interface LinkedRow extends MarkedRow {
  readonly seq: number;
  readonly leaf: Uint8Array;
  /** The bytes of an event that announces keys, which somebody has to read. */
  readonly keyText: string | null;
}

/** Which rows are read: the first of them, the leaf of the event before it in lower-case hex, and the last, or all there are. */
export interface RowsBegin {
  readonly from: number;
  readonly to?: number;
  readonly prev: string;
  /** Macs are fetched only for who can check them. */
  readonly withMacs: boolean;
}

/** Rows that are fetched at once: few enough to stay near the processor. */
const pageRows = 250;

/** Archived rows, compared with those of them that stayed. */
function* archivedRows(db: Db, archive: Archive, from: number): Generator<EventRow> {
  archive.checkFiles();
  const stayed = db.prepare("SELECT bytes FROM events WHERE seq = ?").pluck();
  for (const row of archive.read(from, archive.tip)) {
    const bytes = stayed.get(row.seq);
    if (bytes !== undefined && bytes !== row.bytes) {
      throw brokenChain(`event ${row.seq}`, "the archive and the journal hold different bytes of it");
    }
    yield { ...row, leaf: null };
  }
}

/** Archived rows one by one, then the others in pages. */
function* pagesFrom(db: Db, archive: Archive, { from, to, withMacs }: RowsBegin): Generator<readonly EventRow[]> {
  const archived = archive.tip;
  if (from <= archived) for (const row of archivedRows(db, archive, from)) yield [row];
  const page = db.prepare<[number, number], EventRow>(
    `SELECT seq, bytes, lower(hex(leaf)) AS leaf, ${withMacs ? "mac" : "NULL AS mac"}, mac_version FROM events
     WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ${pageRows}`,
  );
  const last = to ?? Number.MAX_SAFE_INTEGER;
  let next = Math.max(from, archived + 1);
  for (let rows = page.all(next, last); rows.length > 0; rows = page.all(next, last)) {
    yield rows;
    next = (rows.at(-1) as EventRow).seq + 1;
  }
}

/** What a row says for itself, held against what came before it: its number, whom it names, and the hash of its bytes. */
class Link {
  next: number;
  #prev: string;

  constructor({ from, prev }: RowsBegin) {
    this.next = from;
    this.#prev = prev;
  }

  /** Throws a Fault `STORAGE-CHAIN`. */
  follow({ seq, bytes, leaf, mac, mac_version }: EventRow): LinkedRow {
    if (seq !== this.next) throw brokenChain(`event ${this.next}`, "it is missing");
    const event = eventMarks(bytes) ?? parseStored(bytes, seq);
    if (event.seq !== seq || event.prev !== this.#prev)
      throw brokenChain(`event ${seq}`, "it does not follow the event before it");
    const actual = leafHexOf(nodePrimitives, bytes);
    if (leaf !== null && leaf !== actual)
      throw brokenChain(`event ${seq}`, "its bytes do not have the hash they were stored with");
    this.next += 1;
    this.#prev = actual;
    return {
      seq,
      leaf: Buffer.from(actual, "hex"),
      keyText: keyEvents.has(event.type) ? bytes : null,
      mac,
      mac_version,
    };
  }
}

/**
 * Reads rows in order, some at once, and checks what each says for itself. Throws a Fault `STORAGE-CHAIN` at the first that
 * does not hold, behind those that do.
 */
export function* linkedRows(db: Db, archive: Archive, begin: RowsBegin): Generator<readonly LinkedRow[]> {
  const link = new Link(begin);
  for (const page of pagesFrom(db, archive, begin)) {
    const linked: LinkedRow[] = [];
    try {
      for (const row of page) linked.push(link.follow(row));
    } catch (error) {
      yield linked;
      throw error;
    }
    yield linked;
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
