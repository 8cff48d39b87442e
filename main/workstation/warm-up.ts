import type { Engine } from "../engine/engine-face.ts";
import type { MarketData } from "../ports/market-data.ts";

/**
 * Shows the engine the last closed bars of the history, so that the price band knows its range before the first order.
 * Nobody listens yet and nothing is working: this moves marks and averages, nothing else.
 */
export function warmUp(engine: Engine, feed: MarketData, barsPerInstrument: number): void {
  feed.instruments.forEach((_, instrument) => {
    const bars = feed.history(instrument);
    for (let i = Math.max(0, bars.length - barsPerInstrument); i < bars.length; i++) {
      const taken = engine.bar(
        instrument,
        bars.openTime[i] as number,
        feed.intervalMs,
        bars.open[i] as number,
        bars.high[i] as number,
        bars.low[i] as number,
        bars.close[i] as number,
        bars.volume[i] as number,
      );
      if (!taken) i -= 1;
      engine.pump(1);
    }
  });
}
