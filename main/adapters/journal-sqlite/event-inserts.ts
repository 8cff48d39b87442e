import type { Statement } from "better-sqlite3";
import type { MerkleFrontier } from "../../audit/merkle-frontier.ts";
import type { Db } from "./open-database.ts";
import type { PlacedEvent } from "./placed-event.ts";
import { idLabel, keyLabel } from "./schema.ts";
import { packPeaks } from "./stored-edge.ts";

/** Rows per statement: several rows in one insert are about twice as fast as one each. */
const rowsPerInsert = 64;
const rememberedLabels = 20_000;
/** Events that announce, replace or revoke a key. */
export const keyEvents: ReadonlySet<string> = new Set([
  "journal.genesis",
  "session.opened",
  "key.rotated",
  "key.revoked",
]);

/** Collects rows and inserts many per statement. */
class RowInserts {
  readonly #columns: number;
  readonly #many: Statement;
  readonly #one: Statement;
  #values: unknown[] = [];

  constructor(db: Db, into: string, row: string) {
    this.#columns = row.split("?").length - 1;
    this.#many = db.prepare(`INSERT INTO ${into} VALUES ${Array(rowsPerInsert).fill(row).join(",")}`);
    this.#one = db.prepare(`INSERT INTO ${into} VALUES ${row}`);
  }

  get full(): boolean {
    return this.#values.length >= this.#columns * rowsPerInsert;
  }

  add(...row: unknown[]): void {
    for (const value of row) this.#values.push(value);
  }

  flush(): void {
    const values = this.#values;
    this.#values = [];
    const step = this.#columns * rowsPerInsert;
    let at = 0;
    for (; at + step <= values.length; at += step) this.#many.run(values.slice(at, at + step));
    for (; at < values.length; at += this.#columns) this.#one.run(values.slice(at, at + this.#columns));
  }
}

/** The prepared statements of the writer. */
export class EventInserts {
  readonly #events: RowInserts;
  readonly #newLabels: RowInserts;
  readonly #labelEvents: RowInserts;
  readonly #checkpoint: Statement;
  readonly #edge: Statement;
  readonly #findLabel: Statement<[string], { no: number }>;
  #labels = new Map<string, number>();
  #lastLabel: number;

  constructor(db: Db) {
    // The bytes that were hashed are the text's own: they are stored as they are.
    this.#events = new RowInserts(
      db,
      "events (seq, bytes, leaf, type, mac, mac_version)",
      "(?,CAST(? AS TEXT),?,?,?,?)",
    );
    this.#newLabels = new RowInserts(db, "labels (no, label)", "(?,?)");
    this.#labelEvents = new RowInserts(db, "label_events (no, seq)", "(?,?)");
    this.#checkpoint = db.prepare("INSERT INTO checkpoints (size, note, at, reason, peaks) VALUES (?, ?, ?, ?, ?)");
    this.#edge = db.prepare("UPDATE edge SET size = ?, peaks = ?");
    this.#findLabel = db.prepare("SELECT no FROM labels WHERE label = ?");
    const last = db.prepare("SELECT COALESCE(MAX(no), 0) AS no FROM labels").get() as { no: number };
    this.#lastLabel = last.no;
  }

  event(event: PlacedEvent, leaf: Uint8Array, mac: Uint8Array, macVersion: number): void {
    this.#events.add(event.seq, event.preimage.subarray(1), leaf, event.type, mac, macVersion);
    const { orderId, trace } = event;
    this.#labelEvents.add(this.#label(idLabel(trace)), event.seq);
    if (orderId !== null && orderId !== trace) this.#labelEvents.add(this.#label(idLabel(orderId)), event.seq);
    if (keyEvents.has(event.type)) this.#labelEvents.add(this.#label(keyLabel), event.seq);
    if (this.#events.full) this.flush();
  }

  checkpoint(size: number, note: string, at: number, reason: string, frontier: MerkleFrontier): void {
    this.#checkpoint.run(size, note, at, reason, packPeaks(frontier));
  }

  edge(frontier: MerkleFrontier): void {
    this.#edge.run(frontier.size, packPeaks(frontier));
  }

  /** Index rows last: they refer to the others. */
  flush(): void {
    this.#events.flush();
    this.#newLabels.flush();
    this.#labelEvents.flush();
  }

  #label(label: string): number {
    const known = this.#labels.get(label);
    if (known !== undefined) return known;
    let no = this.#findLabel.get(label)?.no;
    if (no === undefined) {
      no = ++this.#lastLabel;
      this.#newLabels.add(no, label);
    }
    if (this.#labels.size >= rememberedLabels) {
      // What is not stored yet would not be found either.
      this.#newLabels.flush();
      this.#labels = new Map();
    }
    this.#labels.set(label, no);
    return no;
  }
}
