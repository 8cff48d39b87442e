import { isUtf8 } from "node:buffer";
import type { Statement } from "better-sqlite3";
import { sha256Hex } from "../proof-node/node-primitives.ts";
import { eventMarks } from "./event-marks.ts";
import type { LinkedRows } from "./linked-rows.ts";
import type { Db } from "./open-database.ts";
import type { RowsBegin } from "./stored-rows.ts";

/** Rows that are fetched at once: few enough to stay near the processor. */
const pageRows = 100;

interface Page {
  /** The numbers of its rows, with commas between them. */
  readonly seqs: string | null;
  /** Bytes of its shortest and its longest leaf. */
  readonly shortest: number | null;
  readonly longest: number | null;
  /** Each text behind a zero byte, as it is hashed. */
  readonly texts: Buffer | null;
  readonly leaves: Buffer | null;
}

/** The marks that all rows of a page share. */
interface PageMarks {
  readonly macs: Buffer | null;
  readonly macRows: number;
  readonly shortest: number | null;
  readonly longest: number | null;
  readonly oldest: number | null;
  readonly newest: number | null;
  readonly versionRows: number;
}

const leafLength = 32;

/** Rows in the order of their numbers, whatever they are stored by: what stands together in two columns belongs together. */
const inRange = (columns: string): string =>
  `FROM (SELECT seq, ${columns} FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq)`;

/** Checks rows by the page as they lie in the file: a row, a text and a hash of each as objects of their own take far longer. */
export class PlainPages {
  readonly #page: Statement<[number, number], Page>;
  readonly #marks: Statement<[number, number], PageMarks> | null;
  readonly #told: ReadonlySet<string>;
  readonly #hashed: boolean;

  constructor(db: Db, { withMacs, told, hashed = true }: Pick<RowsBegin, "withMacs" | "told" | "hashed">) {
    this.#told = told;
    this.#hashed = hashed;
    this.#page = db.prepare(
      `SELECT group_concat(seq) AS seqs, MIN(length(leaf)) AS shortest, MAX(length(leaf)) AS longest,
       CAST(char(0) || group_concat(bytes, char(0)) AS BLOB) AS texts, CAST(group_concat(leaf, '') AS BLOB) AS leaves
       ${inRange("bytes, leaf")}`,
    );
    this.#marks = withMacs
      ? db.prepare(
          `SELECT CAST(group_concat(mac, '') AS BLOB) AS macs, COUNT(mac) AS macRows, MIN(length(mac)) AS shortest,
           MAX(length(mac)) AS longest, MIN(mac_version) AS oldest, MAX(mac_version) AS newest,
           COUNT(mac_version) AS versionRows ${inRange("mac, mac_version")}`,
        )
      : null;
  }

  /**
   * The rows from `from` on, the first of which names `prev`. `null` where they are fewer than a page, or anything about them
   * is not as a desk writes it: then they have to be looked at one by one.
   */
  read(from: number, to: number, prev: string): LinkedRows | null {
    const last = from + pageRows - 1;
    if (last > to) return null;
    const page = this.#page.get(from, last);
    if (page === undefined || page.seqs !== numbersFrom(from) || page.shortest !== leafLength) return null;
    const { texts, leaves, longest } = page;
    if (longest !== leafLength || texts === null || leaves?.length !== leafLength * pageRows) return null;
    const told = this.#follow(texts, leaves, from, prev);
    const marks = told === null ? null : this.#sharedMarks(from, last);
    if (told === null || marks === null) return null;
    return { first: from, events: pageRows, texts, leaves, told, ...marks };
  }

  /** The marks of a page, where its rows are all of one version, with macs or without. */
  #sharedMarks(from: number, last: number): Pick<LinkedRows, "macs" | "versions"> | null {
    if (this.#marks === null) return { macs: [], versions: [] };
    const marks = this.#marks.get(from, last);
    if (marks === undefined || marks.oldest !== marks.newest) return null;
    const { macs, macRows, versionRows, oldest } = marks;
    if (versionRows !== 0 && versionRows !== pageRows) return null;
    const versions = new Array<number | null>(pageRows).fill(oldest);
    if (macs === null) return { macs: new Array<null>(pageRows).fill(null), versions };
    if (macRows !== pageRows || marks.shortest !== 32 || marks.longest !== 32) return null;
    return { macs: versions.map((_, place) => macs.subarray(32 * place, 32 * (place + 1))), versions };
  }

  /** What is to be told of a page's texts, if each names the leaf stored before it, and has its own. */
  #follow(texts: Buffer, leaves: Buffer, first: number, prev: string): Map<number, string> | null {
    if (!isUtf8(texts)) return null;
    // A character for every byte: places in the one are places in the other, and all that is looked for is ASCII.
    const characters = texts.toString("latin1");
    const stored = leaves.toString("hex");
    const told = new Map<number, string>();
    let before = prev;
    let from = 0;
    for (let place = 0; place < pageRows; place++) {
      const next = characters.indexOf("\0", from + 1);
      const to = next < 0 ? texts.length : next;
      const marks = eventMarks(characters, from + 1, to);
      if (marks === null || marks.seq !== first + place || marks.prev !== before) return null;
      if (this.#told.has(marks.type)) told.set(marks.seq, texts.toString("utf8", from + 1, to));
      before = stored.slice(64 * place, 64 * (place + 1));
      if (this.#hashed && sha256Hex(texts.subarray(from, to)) !== before) return null;
      from = to;
    }
    return from === texts.length ? told : null;
  }
}

function numbersFrom(first: number): string {
  let numbers = String(first);
  for (let seq = first + 1; seq < first + pageRows; seq++) numbers += `,${seq}`;
  return numbers;
}
