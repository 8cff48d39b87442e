import type { marketContract } from "../../shared/contract/market.ts";
import { type Bar, type Interval, intervals } from "../../shared/model/market.ts";
import type { Handlers } from "../../shared/rpc/contract.ts";
import type { DeskContext } from "./desk-context.ts";
import { instrumentIndex } from "./instrument-index.ts";

/** Several bars may close between two looks: the last one shown, as it has ended, and all after it, oldest first. */
function closedSince(context: DeskContext, index: number, interval: Interval, shown: number, forming: number): Bar[] {
  const missed = Math.floor((forming - shown) / intervals[interval]);
  if (!(missed > 0)) return [];
  const { bars } = context.bars.window(index, interval, Math.min(missed, mostMissed), forming);
  const at = (column: Float64Array, i: number): number => column[i] as number;
  return Array.from({ length: bars.length }, (_, i) => ({
    openTime: at(bars.openTime, i),
    open: at(bars.open, i),
    high: at(bars.high, i),
    low: at(bars.low, i),
    close: at(bars.close, i),
    volume: at(bars.volume, i),
  })).filter(({ openTime }) => openTime >= shown);
}

/** A page that was left behind for longer asks for the window anew. */
const mostMissed = 1000;

export const marketHandlers: Handlers<typeof marketContract, DeskContext> = {
  getBars({ instrumentId, interval, limit, before }, { context }) {
    const { bars, more } = context.bars.window(instrumentIndex(context.engine, instrumentId), interval, limit, before);
    return {
      instrumentId,
      interval,
      openTime: [...bars.openTime],
      open: [...bars.open],
      high: [...bars.high],
      low: [...bars.low],
      close: [...bars.close],
      volume: [...bars.volume],
      more,
    };
  },
  quotes(_params, emit, { context }) {
    for (const quote of context.quotes.latest()) emit(quote);
    return context.quotes.subscribe(emit);
  },
  bars({ instrumentId, interval }, emit, { context }) {
    const index = instrumentIndex(context.engine, instrumentId);
    let shown = Number.POSITIVE_INFINITY;
    const show = (): void => {
      const bar = context.bars.forming(index, interval);
      if (!bar) return;
      for (const closed of closedSince(context, index, interval, shown, bar.openTime)) emit(closed);
      shown = bar.openTime;
      emit(bar);
    };
    show();
    return context.quotes.subscribe((quote) => {
      if (quote.instrumentId === instrumentId) show();
    });
  },
};
