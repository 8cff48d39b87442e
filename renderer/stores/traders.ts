import { create } from "zustand";
import type { TraderView } from "../../shared/model/trader.ts";

export interface Traders {
  readonly byId: Readonly<Record<string, TraderView>>;
}

export const useTraders = create<Traders>(() => ({ byId: {} }));

export function takeTraders(traders: readonly TraderView[]): void {
  useTraders.setState((state) => ({
    byId: { ...state.byId, ...Object.fromEntries(traders.map((trader) => [trader.traderId, trader])) },
  }));
}
