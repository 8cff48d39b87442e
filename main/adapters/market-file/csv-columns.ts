import { dataFault } from "./data-fault.ts";

const comma = 0x2c;
const quote = 0x22;

/** Where each wanted column stands in a row; -1 where the file has none. */
export function findColumns(header: string, wanted: Readonly<Record<string, readonly string[]>>): Map<string, number> {
  const names = header.split(",").map((name) =>
    name
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .trim()
      .toLowerCase(),
  );
  return new Map(
    Object.entries(wanted).map(([column, spellings]) => [
      column,
      spellings.map((spelling) => names.indexOf(spelling)).find((index) => index >= 0) ?? -1,
    ]),
  );
}

/** Throws `DATA-HEADER` naming the columns that are missing. */
export function requireColumns(
  file: string,
  line: number,
  columns: Map<string, number>,
  required: readonly string[],
): void {
  const missing = required.filter((name) => (columns.get(name) ?? -1) < 0);
  if (missing.length > 0) {
    throw dataFault("DATA-HEADER", file, line, `the header names no ${missing.join(", ")} column`);
  }
}

/** Reads the fields of one row at a time without making strings: `starts[i]`, `ends[i]` bound field `i` of the row. */
export interface FieldReader {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Splits a row and returns how many fields it has, counted up to the last wanted one plus one. */
  split(bytes: Buffer, start: number, end: number): number;
}

/** `fields` is how many fields of a row anyone will look at. Quoted fields lose their quotes; spaces around fields are cut. */
export function createFieldReader(fields: number): FieldReader {
  const starts = new Int32Array(fields);
  const ends = new Int32Array(fields);

  const keep = (bytes: Buffer, index: number, from: number, to: number): void => {
    let start = from;
    let end = to;
    while (start < end && (bytes[start] as number) <= 0x20) start += 1;
    while (end > start && (bytes[end - 1] as number) <= 0x20) end -= 1;
    if (end - start >= 2 && bytes[start] === quote && bytes[end - 1] === quote) {
      start += 1;
      end -= 1;
    }
    starts[index] = start;
    ends[index] = end;
  };

  return {
    starts,
    ends,
    split(bytes, start, end) {
      let index = 0;
      let from = start;
      let quoted = false;
      for (let at = start; at < end && index < fields; at++) {
        const byte = bytes[at];
        if (byte === quote) quoted = !quoted;
        else if (byte === comma && !quoted) {
          keep(bytes, index, from, at);
          index += 1;
          from = at + 1;
        }
      }
      if (index < fields) {
        keep(bytes, index, from, end);
        index += 1;
      }
      return index;
    },
  };
}
