import type { Quote } from "../../shared/model/market.ts";
import type { Engine } from "../engine/engine-face.ts";

const dayMs = 86_400_000;

/** The latest quote of every instrument, with the change since the first price of the UTC day. */
export interface QuoteBoard {
  latest(): Quote[];
  quote(instrumentId: string): Quote | undefined;
  subscribe(listener: (quote: Quote) => void): () => void;
}

/** Follows the engine's inputs. `dayOpen` gives the day's first price where history knows it. */
export function createQuoteBoard(
  engine: Engine,
  dayOpen: (instrument: number, at: number) => number | null,
): QuoteBoard {
  const quotes = new Map<string, Quote>();
  const opens = new Map<number, { day: number; price: number }>();
  const listeners = new Set<(quote: Quote) => void>();
  const ids = engine.instruments().map((instrument) => instrument.id);

  const openOf = (instrument: number, at: number, last: number): number => {
    const day = Math.floor(at / dayMs);
    const known = opens.get(instrument);
    if (known?.day === day) return known.price;
    const price = (known ? null : dayOpen(instrument, at)) ?? last;
    opens.set(instrument, { day, price });
    return price;
  };
  const show = (instrument: number, at: number, bid: number, ask: number, last: number): void => {
    const instrumentId = ids[instrument];
    if (instrumentId === undefined) return;
    const changePct = (last / openOf(instrument, at, last) - 1) * 100;
    const quote = { instrumentId, at, bid, ask, last, changePct };
    quotes.set(instrumentId, quote);
    for (const listener of listeners) listener(quote);
  };

  engine.subscribe({
    onTick: (tick) => show(tick.instrument, tick.at, tick.bid, tick.ask, tick.last),
    onBar: (bar) => {
      const at = bar.openTime + bar.intervalMs;
      const known = quotes.get(ids[bar.instrument] ?? "");
      // A tick feed has said more than its bars can: they speak only where there are no ticks.
      if (!known || known.at <= bar.openTime) show(bar.instrument, at, bar.close, bar.close, bar.close);
    },
  });

  return {
    latest: () => [...quotes.values()],
    quote: (instrumentId) => quotes.get(instrumentId),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
