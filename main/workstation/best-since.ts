import type { BarColumns } from "../../shared/model/market.ts";
import type { Side } from "../../shared/model/order.ts";

/**
 * The price that a stop on that side has trailed to at the most since a time, UTC milliseconds, as whole bars tell it: the
 * highest where it sells, the lowest where it buys, NaN where no bar has begun since.
 */
export function bestSince({ length, openTime, high, low }: BarColumns, side: Side, since: number): number {
  const prices = side === "sell" ? high : low;
  let best = Number.NaN;
  for (let at = length - 1; at >= 0 && (openTime[at] as number) >= since; at--) {
    const price = prices[at] as number;
    const isBetter = side === "sell" ? price > best : price < best;
    if (isBetter || Number.isNaN(best)) best = price;
  }
  return best;
}
