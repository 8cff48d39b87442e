import { BarPath } from "../../shared/model/bar-path.ts";
import type { BarColumns } from "../../shared/model/market.ts";
import type { Side } from "../../shared/model/order.ts";

/**
 * The price that a stop on that side has trailed to at the most since a time, UTC milliseconds, as bars of `intervalMs` tell
 * it: the highest where it sells, the lowest where it buys. Of the bar that the time lies in counts what the bar's path has
 * left from there on; NaN where no bar closes later.
 */
export function bestSince(
  { length, openTime, open, high, low, close }: BarColumns,
  intervalMs: number,
  side: Side,
  since: number,
): number {
  const isBetter = side === "sell" ? (a: number, b: number) => a > b : (a: number, b: number) => a < b;
  let best = Number.NaN;
  for (let at = length - 1; at >= 0; at--) {
    const [from, highest, lowest] = [openTime[at] as number, high[at] as number, low[at] as number];
    if (from + intervalMs <= since) break;
    let price = side === "sell" ? highest : lowest;
    if (from < since) {
      const path = new BarPath(open[at] as number, highest, lowest, close[at] as number);
      const share = (since - from) / intervalMs;
      price = side === "sell" ? path.highest(share, 1) : path.lowest(share, 1);
    }
    if (Number.isNaN(best) || isBetter(price, best)) best = price;
  }
  return best;
}
