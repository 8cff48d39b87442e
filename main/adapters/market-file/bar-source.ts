import type { BarColumns } from "../../../shared/model/market.ts";
import type { MarketSink } from "../../ports/market-data.ts";

/** One instrument's items in order of time, offered one at a time. */
export interface FeedSource {
  readonly history: BarColumns;
  /** When the next item is due, UTC milliseconds; infinity when there is none. */
  due(): number;
  /** Offers the next item; `false` leaves it the next one. */
  offer(sink: MarketSink): boolean;
}

/** Plays the bars of some columns from index `first` on, each due at its close. */
export function createBarSource(
  instrument: number,
  columns: BarColumns,
  intervalMs: number,
  first: number,
  history: BarColumns,
): FeedSource {
  let next = first;
  return {
    history,
    due: () => (next < columns.length ? (columns.openTime[next] as number) + intervalMs : Number.POSITIVE_INFINITY),
    offer(sink) {
      const taken = sink.bar(
        instrument,
        columns.openTime[next] as number,
        intervalMs,
        columns.open[next] as number,
        columns.high[next] as number,
        columns.low[next] as number,
        columns.close[next] as number,
        columns.volume[next] as number,
      );
      if (taken) next += 1;
      return taken;
    },
  };
}
