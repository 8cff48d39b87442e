import type { BarColumns } from "../../../shared/model/market.ts";
import { createBarBuilder } from "./bar-builder.ts";
import { createColumnWriter } from "./column-writer.ts";

/** Bars of a longer interval, aligned to UTC; the last one may still be forming. Bars that are that long already come back equal. */
export function aggregate(columns: BarColumns, intervalMs: number): BarColumns {
  const writer = createColumnWriter(Math.min(columns.length, 4096));
  const builder = createBarBuilder(intervalMs, (bar) =>
    writer.push(bar.openTime, bar.open, bar.high, bar.low, bar.close, bar.volume),
  );
  const bar = { openTime: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  for (let i = 0; i < columns.length; i++) {
    bar.openTime = columns.openTime[i] as number;
    bar.open = columns.open[i] as number;
    bar.high = columns.high[i] as number;
    bar.low = columns.low[i] as number;
    bar.close = columns.close[i] as number;
    bar.volume = columns.volume[i] as number;
    builder.bar(bar);
  }
  builder.closeUpTo(Number.POSITIVE_INFINITY);
  return writer.finish();
}
