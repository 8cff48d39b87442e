import type { BarColumns } from "../../../shared/model/market.ts";

/** Collects bars into typed columns that grow by doubling. */
export interface ColumnWriter {
  readonly length: number;
  push(openTime: number, open: number, high: number, low: number, close: number, volume: number): void;
  /** Hands the columns over, cut to their length; the writer is spent. */
  finish(): BarColumns;
}

const columnCount = 6;

/** Starts empty columns; `capacity` is a guess of how many bars will come. */
export function createColumnWriter(capacity = 1024): ColumnWriter {
  let size = Math.max(16, Math.ceil(capacity));
  let length = 0;
  let columns = Array.from({ length: columnCount }, () => new Float64Array(size));
  let [t, o, h, l, c, v] = columns as Six;

  const grow = (): void => {
    size *= 2;
    columns = columns.map((old) => {
      const larger = new Float64Array(size);
      larger.set(old);
      return larger;
    });
    [t, o, h, l, c, v] = columns as Six;
  };

  return {
    get length() {
      return length;
    },
    push(openTime, open, high, low, close, volume) {
      if (length === size) grow();
      t[length] = openTime;
      o[length] = open;
      h[length] = high;
      l[length] = low;
      c[length] = close;
      v[length] = volume;
      length += 1;
    },
    finish() {
      const [openTime, open, high, low, close, volume] = columns.map((column) =>
        column.length === length ? column : column.slice(0, length),
      ) as Six;
      return { length, openTime, open, high, low, close, volume };
    },
  };
}

type Six = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

/** The bars `from` to `to` (exclusive) of some columns, without copying. */
export function sliceColumns(columns: BarColumns, from: number, to: number): BarColumns {
  const end = Math.min(columns.length, Math.max(0, to));
  const start = Math.min(end, Math.max(0, from));
  return {
    length: end - start,
    openTime: columns.openTime.subarray(start, end),
    open: columns.open.subarray(start, end),
    high: columns.high.subarray(start, end),
    low: columns.low.subarray(start, end),
    close: columns.close.subarray(start, end),
    volume: columns.volume.subarray(start, end),
  };
}
