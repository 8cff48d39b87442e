import { create } from "zustand";
import type { FillView } from "../../shared/model/order.ts";

/** Older fills stay in the journal; the page keeps this many. */
const keptFills = 5000;

export interface Fills {
  /** Newest last. */
  readonly list: readonly FillView[];
}

export const useFills = create<Fills>(() => ({ list: [] }));

/** Takes a frame's worth of fills, each id once. */
export function takeFills(fills: readonly FillView[], replace: boolean): void {
  useFills.setState((state) => {
    const byId = new Map((replace ? [] : state.list).map((fill) => [fill.fillId, fill]));
    for (const fill of fills) byId.set(fill.fillId, fill);
    return { list: [...byId.values()].slice(-keptFills) };
  });
}
