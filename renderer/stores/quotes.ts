import { create } from "zustand";
import type { Quote } from "../../shared/model/market.ts";

export interface Quotes {
  readonly byId: Readonly<Record<string, Quote>>;
  /** When each quote arrived here, by this machine's clock. */
  readonly receivedAt: Readonly<Record<string, number>>;
}

export const useQuotes = create<Quotes>(() => ({ byId: {}, receivedAt: {} }));

/** Takes a frame's worth of quotes: the last of each instrument counts. */
export function takeQuotes(quotes: readonly Quote[], now: number): void {
  useQuotes.setState((state) => {
    const byId = { ...state.byId };
    const receivedAt = { ...state.receivedAt };
    for (const quote of quotes) {
      byId[quote.instrumentId] = quote;
      receivedAt[quote.instrumentId] = now;
    }
    return { byId, receivedAt };
  });
}

/** The latest quote of one instrument. */
export function useQuote(instrumentId: string | null | undefined): Quote | undefined {
  return useQuotes((state) => (instrumentId ? state.byId[instrumentId] : undefined));
}
