import { daysOf } from "../../../shared/model/time.ts";
import { zonedTime } from "../../../shared/model/zoned-time.ts";
import { whyBadTime } from "./bar-row.ts";
import { createFieldReader } from "./csv-columns.ts";
import { type BadRow, dataFault } from "./data-fault.ts";
import { parseDecimal } from "./parse-decimal.ts";
import type { SkippedRow } from "./read-rows.ts";
import type { TickFile } from "./read-ticks.ts";
import { readZipEntry } from "./read-zip-entry.ts";
import { scanLines } from "./scan-lines.ts";
import { createTickWriter } from "./tick-columns.ts";

/** United States equities keep New York's time. */
const zone = "America/New_York";
/** Prices are whole ten-thousandths. */
const priceScale = 10_000;
const fieldsPerRow = 6;
const maxReasons = 1000;

/**
 * Reads a day of trades as LEAN stores them: a ZIP of one headless CSV named `20131007_spy_Trade_Tick.csv`, a row is
 * `milliseconds since New York midnight, price × 10,000, size, exchange, condition, suspicious`. Equal rows are prints of
 * their own. A print marked suspicious is a bad row. Throws the faults of reading ticks, and `DATA-ZIP`.
 */
export async function readLeanTrades(
  file: string,
  options: { readonly skipBad?: boolean; readonly symbol?: string } = {},
): Promise<TickFile> {
  const { name, bytes } = await readZipEntry(file);
  const named = /^(\d{4})(\d{2})(\d{2})_([a-z0-9.]+)_trade_tick\.csv$/i.exec(name);
  if (!named) {
    throw dataFault("DATA-ZIP", file, null, `its file "${name}" is not named like 20131007_spy_Trade_Tick.csv`);
  }
  const day = daysOf({ year: Number(named[1]), month: Number(named[2]), day: Number(named[3]) });
  const midnight = zonedTime(zone).instantOf(day, 0);
  const writer = createTickWriter();
  const fields = createFieldReader(fieldsPerRow);
  const skipped: SkippedRow[] = [];
  let skippedRows = 0;
  let previous = Number.NEGATIVE_INFINITY;

  const take = (row: Buffer, start: number, end: number): BadRow | null => {
    if (fields.split(row, start, end) < fieldsPerRow) {
      return { code: "DATA-ROW", reason: `fewer than ${fieldsPerRow} fields` };
    }
    const number = (index: number): number =>
      parseDecimal(row, fields.starts[index] as number, fields.ends[index] as number);
    const at = midnight + number(0);
    const badTime = whyBadTime(at, previous, writer.length, true);
    if (badTime !== null) return badTime;
    const price = number(1) / priceScale;
    const size = number(2);
    if (!(price > 0 && Number.isFinite(price))) {
      return { code: "DATA-PRICE", reason: `price ${price} is not above zero` };
    }
    if (!(size >= 0 && Number.isFinite(size))) {
      return { code: "DATA-VOLUME", reason: `size ${size} is negative or no number` };
    }
    if (number(5) !== 0) return { code: "DATA-ROW", reason: "the exchange marks the print as suspicious" };
    previous = at;
    writer.push(at, price, price, price, size);
    return null;
  };

  await scanLines(file, chunksOf(bytes), (row, start, end, line) => {
    const bad = take(row, start, end);
    if (bad === null) return true;
    if (!options.skipBad) throw dataFault(bad.code, file, line, bad.reason);
    skippedRows += 1;
    if (skipped.length < maxReasons) skipped.push({ line, reason: bad.reason });
    return true;
  });
  if (writer.length === 0) throw dataFault("DATA-EMPTY", file, null, "there is no good row");
  const ticks = writer.finish();
  const symbol = options.symbol ?? (named[4] as string).toUpperCase();
  return { ticks, kind: "trades", symbol, rows: ticks.length, skipped, skippedRows };
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
