import type { Statement } from "better-sqlite3";
import type { MerkleFrontier } from "../../audit/merkle-frontier.ts";
import type { Db } from "./open-database.ts";
import { idLabel, keyLabel } from "./schema.ts";
import { packPeaks } from "./stored-edge.ts";
import type { StagedEvent } from "./writer-messages.ts";

/** Rows per statement: several rows in one insert are about twice as fast as one each. */
const rowsPerInsert = 64;
const rememberedLabels = 20_000;
const keyEvents = new Set(["journal.genesis", "session.opened", "key.rotated"]);

/** Collects rows and inserts many per statement. */
class RowInserts {
  readonly #columns: number;
  readonly #many: Statement;
  readonly #one: Statement;
  #values: unknown[] = [];

  constructor(db: Db, into: string, columns: number) {
    const row = `(${Array(columns).fill("?").join(",")})`;
    this.#columns = columns;
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
  readonly #labelEvents: RowInserts;
  readonly #checkpoint: Statement;
  readonly #edge: Statement;
  readonly #numberLabel: Statement<[string], { no: number }>;
  #labels = new Map<string, number>();

  constructor(db: Db) {
    this.#events = new RowInserts(db, "events (seq, bytes, leaf, type)", 4);
    this.#labelEvents = new RowInserts(db, "label_events (no, seq)", 2);
    this.#checkpoint = db.prepare("INSERT INTO checkpoints (size, note, at, reason, peaks) VALUES (?, ?, ?, ?, ?)");
    this.#edge = db.prepare("UPDATE edge SET size = ?, peaks = ?");
    this.#numberLabel = db.prepare(
      "INSERT INTO labels (label) VALUES (?) ON CONFLICT (label) DO UPDATE SET label = label RETURNING no",
    );
  }

  event(event: StagedEvent, text: string, leaf: Uint8Array): void {
    this.#events.add(event.seq, text, leaf, event.type);
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

  /** Events first: the index rows refer to them. */
  flush(): void {
    this.#events.flush();
    this.#labelEvents.flush();
  }

  #label(label: string): number {
    const known = this.#labels.get(label);
    if (known !== undefined) return known;
    const no = this.#numberLabel.get(label)?.no ?? 0;
    if (this.#labels.size >= rememberedLabels) this.#labels = new Map();
    this.#labels.set(label, no);
    return no;
  }
}
