import type { Bar, TickColumns } from "../../../shared/model/market.ts";
import { createBarBuilder } from "../bar-builder/bar-builder.ts";
import { createColumnWriter } from "../bar-builder/column-writer.ts";
import type { FeedSource } from "./bar-source.ts";

/**
 * Plays ticks, and after the last tick of each interval the bar they made. The first `historyBars` bars become history.
 * A bar that is still forming when the ticks end is not offered: it never closed.
 */
export function createTickSource(
  instrument: number,
  ticks: TickColumns,
  intervalMs: number,
  historyBars: number,
): FeedSource {
  const history = createColumnWriter();
  let next = 0;
  let closed: Bar | null = null;
  let live = historyBars === 0;
  const builder = createBarBuilder(intervalMs, (bar) => {
    if (live) closed = { ...bar };
    else history.push(bar.openTime, bar.open, bar.high, bar.low, bar.close, bar.volume);
  });
  const build = (): void =>
    builder.tick(ticks.at[next] as number, ticks.last[next] as number, ticks.size[next] as number);

  while (!live && next < ticks.length) {
    builder.closeUpTo(ticks.at[next] as number);
    live = history.length >= historyBars;
    if (live) break;
    build();
    next += 1;
  }
  live = true;

  return {
    history: history.finish(),
    due() {
      if (closed === null && next < ticks.length) builder.closeUpTo(ticks.at[next] as number);
      if (closed !== null) return closed.openTime + intervalMs;
      return next < ticks.length ? (ticks.at[next] as number) : Number.POSITIVE_INFINITY;
    },
    offer(sink) {
      if (closed !== null) {
        const { openTime, open, high, low, close, volume } = closed;
        if (!sink.bar(instrument, openTime, intervalMs, open, high, low, close, volume)) return false;
        closed = null;
        return true;
      }
      const at = ticks.at[next] as number;
      const last = ticks.last[next] as number;
      const size = ticks.size[next] as number;
      if (!sink.tick(instrument, at, ticks.bid[next] as number, ticks.ask[next] as number, last, size)) return false;
      build();
      next += 1;
      return true;
    },
  };
}
