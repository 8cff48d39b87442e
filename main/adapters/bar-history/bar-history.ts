import type { Bar, BarColumns, Interval } from "../../../shared/model/market.ts";
import { intervals } from "../../../shared/model/market.ts";
import type { BarHistory } from "../../ports/bar-history.ts";
import type { BarBuilder } from "../bar-builder/bar-builder.ts";
import { createBarBuilder } from "../bar-builder/bar-builder.ts";
import type { ColumnWriter } from "../bar-builder/column-writer.ts";
import { createColumnWriter, sliceColumns } from "../bar-builder/column-writer.ts";

/** One interval of one instrument: what is closed, and what is being built. */
interface Track {
  readonly closed: ColumnWriter;
  readonly builder: BarBuilder;
}

const [shortest] = Object.keys(intervals) as [Interval, ...Interval[]];

/**
 * Keeps the bars of every instrument up to date from the history given and the ticks that follow, so that a chart is full
 * on first sight and its last bar moves. A longer interval is made of the shortest one's bars when it is first asked for
 * and follows the market from then on: most are never looked at, and a start waits for none of them.
 */
export function createBarHistory(history: readonly BarColumns[]): BarHistory {
  const tracks = history.map((columns) => new Map([[shortest, startTrack(shortest, columns)]]));
  const track = (instrument: number, interval: Interval): Track | undefined => {
    const byInterval = tracks[instrument];
    const base = byInterval?.get(shortest);
    if (byInterval === undefined || base === undefined) return undefined;
    const known = byInterval.get(interval);
    if (known !== undefined) return known;
    const made = startTrack(interval, withForming(base));
    byInterval.set(interval, made);
    return made;
  };

  return {
    window(instrument, interval, limit, before = Number.POSITIVE_INFINITY) {
      const found = track(instrument, interval);
      if (!found) return { bars: createColumnWriter(0).finish(), more: false };
      const all = withForming(found);
      const end = countBefore(all.openTime, before);
      const start = Math.max(0, end - limit);
      return { bars: sliceColumns(all, start, end), more: start > 0 };
    },
    forming(instrument, interval) {
      const bar = track(instrument, interval)?.builder.forming;
      return bar ? { ...bar } : null;
    },
    tick(instrument, at, last, size) {
      const byInterval = tracks[instrument];
      if (byInterval) for (const one of byInterval.values()) one.builder.tick(at, last, size);
    },
    bar(instrument, bar) {
      const byInterval = tracks[instrument];
      if (byInterval) for (const one of byInterval.values()) one.builder.bar(bar);
    },
  };
}

function startTrack(interval: Interval, columns: BarColumns): Track {
  const closed = createColumnWriter(columns.length);
  const builder = createBarBuilder(intervals[interval], (bar) =>
    closed.push(bar.openTime, bar.open, bar.high, bar.low, bar.close, bar.volume),
  );
  const bar: Bar = { openTime: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  for (let i = 0; i < columns.length; i++) {
    bar.openTime = columns.openTime[i] as number;
    bar.open = columns.open[i] as number;
    bar.high = columns.high[i] as number;
    bar.low = columns.low[i] as number;
    bar.close = columns.close[i] as number;
    bar.volume = columns.volume[i] as number;
    builder.bar(bar);
  }
  return { closed, builder };
}

/** The closed bars and, last, the one that is forming. */
function withForming({ closed, builder }: Track): BarColumns {
  const columns = closed.finish();
  const bar = builder.forming;
  if (!bar) return columns;
  const writer = createColumnWriter(columns.length + 1);
  for (let i = 0; i < columns.length; i++) {
    writer.push(
      columns.openTime[i] as number,
      columns.open[i] as number,
      columns.high[i] as number,
      columns.low[i] as number,
      columns.close[i] as number,
      columns.volume[i] as number,
    );
  }
  writer.push(bar.openTime, bar.open, bar.high, bar.low, bar.close, bar.volume);
  return writer.finish();
}

/** How many of the ascending times are below `limit`. */
function countBefore(times: Float64Array, limit: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
