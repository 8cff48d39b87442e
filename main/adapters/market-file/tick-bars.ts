import type { BarColumns, TickColumns } from "../../../shared/model/market.ts";
import { createBarBuilder } from "../bar-builder/bar-builder.ts";
import { createColumnWriter } from "../bar-builder/column-writer.ts";

/** The bars that ticks make; the one that is still forming when they end never closed and is left out. */
export function barsOfTicks(ticks: TickColumns, intervalMs: number): BarColumns {
  const writer = createColumnWriter();
  const builder = createBarBuilder(intervalMs, ({ openTime, open, high, low, close, volume }) =>
    writer.push(openTime, open, high, low, close, volume),
  );
  for (let i = 0; i < ticks.length; i++) {
    builder.tick(ticks.at[i] as number, ticks.last[i] as number, ticks.size[i] as number);
  }
  return writer.finish();
}
