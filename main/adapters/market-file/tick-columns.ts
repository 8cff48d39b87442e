import type { TickColumns } from "../../../shared/model/market.ts";

type Columns = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
const fresh = (size: number): Columns => [
  new Float64Array(size),
  new Float64Array(size),
  new Float64Array(size),
  new Float64Array(size),
  new Float64Array(size),
];

/** Collects ticks into columns that grow by doubling. */
export function createTickWriter(): {
  readonly length: number;
  push(at: number, bid: number, ask: number, last: number, size: number): void;
  finish(): TickColumns;
} {
  let columns = fresh(4096);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(at, bid, ask, last, size) {
      if (length === columns[0].length) {
        const larger = fresh(length * 2);
        for (const [i, column] of columns.entries()) larger[i]?.set(column);
        columns = larger;
      }
      columns[0][length] = at;
      columns[1][length] = bid;
      columns[2][length] = ask;
      columns[3][length] = last;
      columns[4][length] = size;
      length += 1;
    },
    finish() {
      const [at, bid, ask, last, size] = columns.map((column) => column.slice(0, length)) as Columns;
      return { length, at, bid, ask, last, size };
    },
  };
}
