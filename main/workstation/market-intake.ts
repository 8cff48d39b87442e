import type { Bar } from "../../shared/model/market.ts";
import type { BarBuilder } from "../adapters/bar-builder/bar-builder.ts";
import { createBarBuilder } from "../adapters/bar-builder/bar-builder.ts";
import type { Engine } from "../engine/engine-face.ts";
import type { BarHistory } from "../ports/bar-history.ts";
import type { MarketSink } from "../ports/market-data.ts";

const minuteMs = 60_000;

interface HeldBar extends Bar {
  readonly instrument: number;
}

/** Where a desk's feed ends: ticks go to the engine and to the chart, and close the minute bars that strategies live on. */
export interface MarketIntake extends MarketSink {
  /** Closes the minutes that are over although no tick came after them. */
  closeMinutes(at: number): void;
}

/**
 * A full engine queue is passed on to the feed as `false`; a minute that closed meanwhile waits here and goes first, so
 * that nothing is lost and nothing changes places.
 */
export function createMarketIntake(engine: Engine, history: BarHistory, wake: () => void): MarketIntake {
  const held: HeldBar[] = [];
  const builders: BarBuilder[] = engine
    .instruments()
    .map((_, instrument) => createBarBuilder(minuteMs, (bar) => held.push({ ...bar, instrument })));

  const letGo = (): boolean => {
    while (held.length > 0) {
      const bar = held[0] as HeldBar;
      const { instrument, openTime, open, high, low, close, volume } = bar;
      if (!engine.bar(instrument, openTime, minuteMs, open, high, low, close, volume)) return false;
      held.shift();
    }
    return true;
  };

  return {
    tick(instrument, at, bid, ask, last, size) {
      if (!letGo() || !engine.tick(instrument, at, bid, ask, last, size)) return false;
      history.tick(instrument, at, last, size);
      builders[instrument]?.tick(at, last, size);
      letGo();
      wake();
      return true;
    },
    bar(instrument, openTime, intervalMs, open, high, low, close, volume) {
      if (!engine.bar(instrument, openTime, intervalMs, open, high, low, close, volume)) return false;
      history.bar(instrument, { openTime, open, high, low, close, volume });
      wake();
      return true;
    },
    onSpace: (listener) => engine.onSpace(listener),
    closeMinutes(at) {
      for (const builder of builders) builder.closeUpTo(at);
      if (held.length > 0) {
        letGo();
        wake();
      }
    },
  };
}
