import { type BarColumns, type Interval, intervals } from "../../shared/model/market.ts";
import type { Engine } from "../engine/engine-face.ts";
import type { BarHistory } from "../ports/bar-history.ts";
import type { MarketData } from "../ports/market-data.ts";

/**
 * What a trader warms up on: the feed's history and the bars that have closed since, up to the last one the engine has
 * handled, because the next one reaches the trader itself. Subscribes to the engine: create it before the feed starts.
 */
export function traderHistory(engine: Engine, feed: MarketData, bars: BarHistory): (instrument: number) => BarColumns {
  const names = Object.keys(intervals) as Interval[];
  // Longer bars of an odd length stand in the one-minute track as they came.
  const interval = names.find((name) => intervals[name] === feed.intervalMs) ?? "1m";
  const handled = feed.instruments.map((_, instrument) => feed.history(instrument).openTime.at(-1) ?? -1);
  engine.subscribe({
    onBar(bar) {
      handled[bar.instrument] = bar.openTime;
    },
  });
  return (instrument) =>
    bars.window(instrument, interval, Number.MAX_SAFE_INTEGER, (handled[instrument] ?? -1) + 1).bars;
}
