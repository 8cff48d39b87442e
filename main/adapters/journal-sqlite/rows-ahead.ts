import { HelperThread } from "../proof-node/hand-over.ts";
import type { Archive } from "./archive.ts";
import type { LinkedRows } from "./linked-rows.ts";
import type { Db } from "./open-database.ts";
import { linkedRows, type RowsBegin } from "./stored-rows.ts";

/** Which rows two threads share: those of a journal's own file from one event to another. */
export interface SharedRows extends RowsBegin {
  readonly to: number;
}

/** What the reading thread is told: where the rows lie, and which. */
export interface RowsWork extends SharedRows {
  readonly path: string;
}

/** What the reading thread says: the rows of one stretch after the other, or that it cannot go on. */
export type FromRows = LinkedRows | "failed";

/** Rows of a stretch. Of three stretches the other thread reads two, for the calling one has the tree to make. */
const stretchRows = 1000;
const stretchesInTurn = 3;
/** Stretches that may wait: some megabytes. */
const mostWaiting = 32;

/** Says that the rows have to be read by who asks for them. */
export class NotAhead extends Error {
  override readonly name = "NotAhead";
}

/** A stretch of rows, and whether the calling thread reads it itself. */
interface RowStretch {
  readonly begin: RowsBegin;
  readonly own: boolean;
}

/** The stretches of shared rows in order. Each begins with the leaf that is stored before it, which the one before it has checked. */
export function* stretchesOf(db: Db, { from, to, prev, ...asked }: SharedRows): Generator<RowStretch> {
  const leaf = db.prepare<[number], string>("SELECT lower(hex(leaf)) FROM events WHERE seq = ?").pluck();
  for (let first = from, turn = 1; first <= to; first += stretchRows, turn++) {
    const last = Math.min(to, first + stretchRows - 1);
    const before = first === from ? prev : (leaf.get(first - 1) ?? "");
    yield { begin: { from: first, to: last, prev: before, ...asked }, own: turn % stretchesInTurn === 0 };
  }
}

/** Linked rows, most of them read, checked and hashed by another thread. Throws {@link NotAhead} where that one stops or stays silent. */
export function* rowsAhead(db: Db, archive: Archive, shared: SharedRows): Generator<LinkedRows> {
  const program = new URL(import.meta.url.endsWith(".ts") ? "./rows-worker.ts" : "./rows-worker.js", import.meta.url);
  const work: RowsWork = { ...shared, path: db.name };
  const helper = new HelperThread<FromRows>(program, work, { name: "rows", most: mostWaiting });
  try {
    for (const { begin, own } of stretchesOf(db, shared)) {
      if (own) yield* linkedRows(db, archive, begin);
      else {
        const pack = helper.take();
        if (pack === undefined || pack === "failed") throw new NotAhead();
        yield pack;
      }
    }
  } finally {
    helper.end();
  }
}
