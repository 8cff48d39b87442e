import { closeSync, fstatSync, openSync, readSync, writeFileSync } from "node:fs";
import type { BarColumns } from "../../../shared/model/market.ts";

/** The columns in the order they stand in the file, each as little-endian doubles without a gap. */
const columnNames = ["openTime", "open", "high", "low", "close", "volume"] as const;
const bytesPerBar = columnNames.length * Float64Array.BYTES_PER_ELEMENT;

/** Writes bars so that any language reads them without a parser. */
export function writeBars(file: string, bars: BarColumns): void {
  writeFileSync(file, Buffer.concat(columnNames.map((name) => bytesOf(bars[name]))));
}

/** Reads what {@link writeBars} wrote; throws where the file does not hold whole columns. */
export function readBars(file: string): BarColumns {
  const from = openSync(file, "r");
  try {
    const length = fstatSync(from).size / bytesPerBar;
    if (!Number.isInteger(length)) throw new Error(`${file} does not hold ${columnNames.length} columns of doubles`);
    // Straight into the columns: a copy beside them would stand in every contestant's memory.
    const column = (): Float64Array => {
      const values = new Float64Array(length);
      readSync(from, bytesOf(values));
      return values;
    };
    return {
      length,
      openTime: column(),
      open: column(),
      high: column(),
      low: column(),
      close: column(),
      volume: column(),
    };
  } finally {
    closeSync(from);
  }
}

function bytesOf(values: Float64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
