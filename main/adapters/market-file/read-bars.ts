import type { BarColumns } from "../../../shared/model/market.ts";
import { createColumnWriter } from "../bar-builder/column-writer.ts";
import { whyBadBar, whyBadTime } from "./bar-row.ts";
import { requireColumns } from "./csv-columns.ts";
import { dataFault } from "./data-fault.ts";
import { symbolOfFile } from "./file-symbol.ts";
import { parseDecimal } from "./parse-decimal.ts";
import { parseTimestamp } from "./parse-timestamp.ts";
import { readRows, type SkippedRow } from "./read-rows.ts";

export interface BarFile {
  readonly columns: BarColumns;
  /** The smallest gap between two bars; one minute when there is only one bar. */
  readonly intervalMs: number;
  readonly symbol: string;
  readonly rows: number;
  /** The first 1,000 bad rows, each with its reason. */
  readonly skipped: readonly SkippedRow[];
  /** All bad rows. */
  readonly skippedRows: number;
}

export interface ReadBarsOptions {
  /** Leaves bad rows out and counts them; otherwise the first one ends the reading. */
  readonly skipBad?: boolean;
  /** Otherwise taken from the file's name. */
  readonly symbol?: string;
  /** First open time wanted, UTC milliseconds, inclusive. */
  readonly from?: number;
  /** Open times from here on are left out, UTC milliseconds. */
  readonly to?: number;
}

const times = ["timestamp", "datetime", "start", "date", "time", "open_time", "timestamp_utc"];

/**
 * Reads bars from CSV or CSV.gz: a header naming the time and open, high, low, close, volume in any order and case, rows
 * ascending. Memory is bounded by the columns it returns.
 * Throws `DATA-FILE`, `DATA-GZIP`, `DATA-EMPTY`, `DATA-HEADER`, and for a row what is wrong with it; the message names file, line and reason.
 */
export async function readBars(file: string, options: ReadBarsOptions = {}): Promise<BarFile> {
  const from = options.from ?? Number.NEGATIVE_INFINITY;
  const to = options.to ?? Number.POSITIVE_INFINITY;
  const writer = createColumnWriter();
  let intervalMs = Number.POSITIVE_INFINITY;
  let previous = Number.NEGATIVE_INFINITY;
  let good = 0;

  const { skipped, skippedRows } = await readRows(
    file,
    {
      columns: { time: times, open: ["open"], high: ["high"], low: ["low"], close: ["close"], volume: ["volume"] },
      begin(columns, headerLine) {
        requireColumns(file, headerLine, columns, ["time", "open", "high", "low", "close", "volume"]);
        const [t, o, h, l, c, v] = [...columns.values()] as [number, number, number, number, number, number];
        return (bytes, { starts, ends }) => {
          const at = parseTimestamp(bytes, starts[t] as number, ends[t] as number);
          const badTime = whyBadTime(at, previous, good, false);
          if (badTime !== null) return badTime;
          if (at >= to) return "done";
          const open = parseDecimal(bytes, starts[o] as number, ends[o] as number);
          const high = parseDecimal(bytes, starts[h] as number, ends[h] as number);
          const low = parseDecimal(bytes, starts[l] as number, ends[l] as number);
          const close = parseDecimal(bytes, starts[c] as number, ends[c] as number);
          const volume = parseDecimal(bytes, starts[v] as number, ends[v] as number);
          const badBar = whyBadBar(open, high, low, close, volume);
          if (badBar !== null) return badBar;
          if (at - previous < intervalMs) intervalMs = at - previous;
          previous = at;
          good += 1;
          if (at >= from) writer.push(at, open, high, low, close, volume);
          return null;
        };
      },
    },
    options.skipBad ?? false,
  );
  const rows = writer.length;
  if (rows === 0) {
    const reason = good > 0 ? "no row lies in the chosen period" : "there is a header but no good row";
    throw dataFault("DATA-EMPTY", file, null, reason);
  }
  return {
    columns: writer.finish(),
    intervalMs: Number.isFinite(intervalMs) ? intervalMs : 60_000,
    symbol: options.symbol ?? symbolOfFile(file),
    rows,
    skipped,
    skippedRows,
  };
}
