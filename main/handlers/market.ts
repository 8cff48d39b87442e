import type { marketContract } from "../../shared/contract/market.ts";
import type { Handlers } from "../../shared/rpc/contract.ts";
import type { DeskContext } from "./desk-context.ts";
import { instrumentIndex } from "./instrument-index.ts";

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
    const show = (): void => {
      const bar = context.bars.forming(index, interval);
      if (bar) emit(bar);
    };
    show();
    return context.quotes.subscribe((quote) => {
      if (quote.instrumentId === instrumentId) show();
    });
  },
};
