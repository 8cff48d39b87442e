import { orderOf, readEvent } from "../../audit/event-text.ts";
import { Archive } from "./archive.ts";
import { eventNames } from "./event-marks.ts";
import { EventReader } from "./event-reader.ts";
import type { Db } from "./open-database.ts";
import { idLabel } from "./schema.ts";
import { brokenChain } from "./storage-fault.ts";

/** At an open the labels of the latest events are checked, a few microseconds each. A check in place, a backup and a restore check all. */
export const labelsCheckedAtOpen = 2000;

/** Rows that are asked for at once. */
const rowsAhead = 64;
/** Labels whose next events are remembered: an order's come close together. */
const mostLabels = 20_000;

/** Of one label, the events that were asked for and are still to come. */
interface Labelled {
  readonly no: number;
  seqs: readonly number[];
  at: number;
}

/** Tells of ids whether an event is found under them; events are asked for in order. */
class LabelWalk {
  readonly #number;
  readonly #seqs;
  readonly #labels = new Map<string, Labelled>();

  constructor(db: Db) {
    this.#number = db.prepare<[string], number>("SELECT no FROM labels WHERE label = ?").pluck();
    this.#seqs = db
      .prepare<[number, number, number], number>(
        "SELECT seq FROM label_events WHERE no = ? AND seq >= ? ORDER BY seq LIMIT ?",
      )
      .pluck();
  }

  finds(id: string, seq: number): boolean {
    const label = this.#labels.get(id) ?? this.#begin(id);
    if (label === null) return false;
    while (label.at < label.seqs.length && (label.seqs[label.at] as number) < seq) label.at += 1;
    if (label.at === label.seqs.length) {
      label.seqs = this.#seqs.all(label.no, seq, rowsAhead) as number[];
      label.at = 0;
    }
    return label.seqs[label.at] === seq;
  }

  #begin(id: string): Labelled | null {
    const no = this.#number.get(idLabel(id)) as number | undefined;
    if (no === undefined) return null;
    if (this.#labels.size >= mostLabels) this.#labels.clear();
    const label: Labelled = { no, seqs: [], at: 0 };
    this.#labels.set(id, label);
    return label;
  }
}

/** The types that stand beside events, which are asked for in order. */
class TypeWalk {
  readonly #types;
  #rows: readonly { readonly seq: number; readonly type: string }[] = [];
  #at = 0;

  constructor(db: Db) {
    this.#types = db.prepare<[number, number], { seq: number; type: string }>(
      "SELECT seq, type FROM events WHERE seq >= ? ORDER BY seq LIMIT ?",
    );
  }

  of(seq: number): string | undefined {
    while (this.#at < this.#rows.length && (this.#rows[this.#at]?.seq ?? 0) < seq) this.#at += 1;
    if (this.#at === this.#rows.length) {
      this.#rows = this.#types.all(seq, rowsAhead);
      this.#at = 0;
    }
    const row = this.#rows[this.#at];
    return row?.seq === seq ? row.type : undefined;
  }
}

const beforeOrder = '"orderId":"';

/** An event's type and the ids it has to be found under; parsed only where its text does not show them at once. */
function namesOf(text: string): { readonly type: string; readonly ids: readonly string[] } {
  const names = eventNames(text);
  const at = text.indexOf(beforeOrder);
  if (names !== null && at < 0) return { type: names.type, ids: [names.trace] };
  // Whether it is the event's own order or one further inside: it is the trace again.
  const from = at + beforeOrder.length;
  if (names !== null && text.startsWith(`${names.trace}"`, from) && text.indexOf(beforeOrder, from) < 0)
    return { type: names.type, ids: [names.trace] };
  const { type, trace, data } = readEvent(text);
  return { type, ids: [...new Set([trace, orderOf(data) ?? trace])] };
}

/**
 * Checks that the last `latest` events are found by order and by trace, and that their type stands beside them as in
 * their bytes: the tree does not cover these columns, so a damaged page of them would hide events without a word. Throws
 * a Fault `STORAGE-CHAIN`.
 */
export function verifyLabels(db: Db, latest = Number.MAX_SAFE_INTEGER, profileDir?: string): void {
  const reader = new EventReader(db, { profileDir, unchecked: true });
  const archived = new Archive(db).tip;
  const tip = reader.tip();
  const labels = new LabelWalk(db);
  const types = new TypeWalk(db);
  // A start looks at no archive.
  const first = latest === Number.MAX_SAFE_INTEGER ? 0 : Math.max(archived + 1, tip + 1 - latest);
  for (const { seq, text } of reader.read(first, tip)) {
    const { type, ids } = namesOf(text);
    if (seq > archived && types.of(seq) !== type)
      throw brokenChain(`event ${seq}`, "its type is not the one in its bytes");
    for (const id of ids) if (!labels.finds(id, seq)) throw brokenChain(`event ${seq}`, `it is not found under ${id}`);
  }
}
