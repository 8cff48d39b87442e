import { create } from "zustand";
import type { Quote } from "../../shared/model/market.ts";

/** How many of the latest prices a sparkline keeps per instrument. */
const trailLength = 48;
/** Prices on the trail are at least this far apart. */
const trailStepMs = 2000;

export interface Quotes {
  readonly byId: Readonly<Record<string, Quote>>;
  /** When each quote arrived here, by this machine's clock. */
  readonly receivedAt: Readonly<Record<string, number>>;
  readonly trail: Readonly<Record<string, readonly number[]>>;
  readonly trailAt: Readonly<Record<string, number>>;
}

export const useQuotes = create<Quotes>(() => ({ byId: {}, receivedAt: {}, trail: {}, trailAt: {} }));

/** Takes a frame's worth of quotes: the last of each instrument counts. */
export function takeQuotes(quotes: readonly Quote[], now: number): void {
  useQuotes.setState((state) => {
    const byId = { ...state.byId };
    const receivedAt = { ...state.receivedAt };
    const trail = { ...state.trail };
    const trailAt = { ...state.trailAt };
    for (const quote of quotes) {
      const id = quote.instrumentId;
      byId[id] = quote;
      receivedAt[id] = now;
      const points = trail[id] ?? [];
      if (now - (trailAt[id] ?? 0) < trailStepMs) continue;
      trailAt[id] = now;
      trail[id] = [...points.slice(1 - trailLength), quote.last];
    }
    return { byId, receivedAt, trail, trailAt };
  });
}

/** The latest quote of one instrument. */
export function useQuote(instrumentId: string | null | undefined): Quote | undefined {
  return useQuotes((state) => (instrumentId ? state.byId[instrumentId] : undefined));
}
