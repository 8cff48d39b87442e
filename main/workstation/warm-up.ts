import type { BarColumns } from "../../shared/model/market.ts";
import type { Engine } from "../engine/engine-face.ts";
import type { MarketData } from "../ports/market-data.ts";

/**
 * Shows the engine the last closed bars of the history, so that the price band knows its range before the first order. They
 * come in the order of time: where a trading day has begun within them, all that is held has its price of that moment.
 * Nobody listens yet and nothing is working: this moves marks and averages, and the day, nothing else.
 */
export function warmUp(engine: Engine, feed: MarketData, barsPerInstrument: number): void {
  const histories = feed.instruments.map((_, instrument) => feed.history(instrument));
  const next = histories.map(({ length }) => Math.max(0, length - barsPerInstrument));
  for (let instrument = earliest(histories, next); instrument >= 0; instrument = earliest(histories, next)) {
    const bars = histories[instrument] as BarColumns;
    const i = next[instrument] as number;
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
    if (taken) next[instrument] = i + 1;
    engine.pump(1);
  }
}

/** The instrument whose next bar opens first, of equals the first listed; -1 where none is left. */
function earliest(histories: readonly BarColumns[], next: readonly number[]): number {
  let found = -1;
  let first = Number.POSITIVE_INFINITY;
  for (const [instrument, { openTime, length }] of histories.entries()) {
    const at = next[instrument] as number;
    if (at >= length || !((openTime[at] as number) < first)) continue;
    found = instrument;
    first = openTime[at] as number;
  }
  return found;
}
