import { Fault } from "../../shared/model/fault.ts";
import type { Engine } from "../engine/engine-face.ts";
import type { BarHistory } from "../ports/bar-history.ts";
import type { MarketSink } from "../ports/market-data.ts";

/**
 * Where a desk's feed ends: the engine first, then the chart. A full engine queue is passed on to the feed as `false`,
 * and then the chart has not seen the item either: nothing is lost, nothing counts twice. An input that cannot be true is
 * seen by neither.
 */
export function createMarketIntake(
  engine: Engine,
  history: BarHistory,
  wake: () => void,
  onRefused: (fault: Fault) => void,
): MarketSink {
  const ticked = new Set<number>();
  /** What cannot be true is told and passed over: the feed goes on, and the price grows stale meanwhile. */
  const refused = (error: unknown): true => {
    if (!(error instanceof Fault)) throw error;
    onRefused(error);
    return true;
  };
  return {
    tick(instrument, at, bid, ask, last, size) {
      try {
        if (!engine.tick(instrument, at, bid, ask, last, size)) return false;
      } catch (error) {
        return refused(error);
      }
      ticked.add(instrument);
      history.tick(instrument, at, last, size);
      wake();
      return true;
    },
    bar(instrument, openTime, intervalMs, open, high, low, close, volume) {
      try {
        if (!engine.bar(instrument, openTime, intervalMs, open, high, low, close, volume)) return false;
      } catch (error) {
        return refused(error);
      }
      // The ticks of a bar have made it on the chart already.
      if (!ticked.has(instrument)) history.bar(instrument, { openTime, open, high, low, close, volume });
      wake();
      return true;
    },
    onSpace: (listener) => engine.onSpace(listener),
  };
}
