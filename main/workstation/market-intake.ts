import type { Engine } from "../engine/engine-face.ts";
import type { BarHistory } from "../ports/bar-history.ts";
import type { MarketSink } from "../ports/market-data.ts";

/**
 * Where a desk's feed ends: the engine first, then the chart. A full engine queue is passed on to the feed as `false`,
 * and then the chart has not seen the item either: nothing is lost, nothing counts twice.
 */
export function createMarketIntake(engine: Engine, history: BarHistory, wake: () => void): MarketSink {
  const ticked = new Set<number>();
  return {
    tick(instrument, at, bid, ask, last, size) {
      if (!engine.tick(instrument, at, bid, ask, last, size)) return false;
      ticked.add(instrument);
      history.tick(instrument, at, last, size);
      wake();
      return true;
    },
    bar(instrument, openTime, intervalMs, open, high, low, close, volume) {
      if (!engine.bar(instrument, openTime, intervalMs, open, high, low, close, volume)) return false;
      // The ticks of a bar have made it on the chart already.
      if (!ticked.has(instrument)) history.bar(instrument, { openTime, open, high, low, close, volume });
      wake();
      return true;
    },
    onSpace: (listener) => engine.onSpace(listener),
  };
}
