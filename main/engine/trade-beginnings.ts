import { worstPosition } from "./exposure.ts";
import type { WorkingOrder } from "./gate.ts";

/**
 * How many trades the working orders may begin: one begins as a position leaves flat or changes sides. Orders on both sides
 * take turns in the worst case; of orders that cancel each other one fills; reduce-only ones begin none.
 */
export function tradeBeginnings(position: bigint, working: readonly WorkingOrder[]): number {
  if (working.length === 0) return 0;
  const rises = position <= 0n && worstPosition(position, "buy", working) > 0n;
  const falls = position >= 0n && worstPosition(position, "sell", working) < 0n;
  if (!rises && !falls) return 0;
  const buys = new Set<string>();
  const sells = new Set<string>();
  for (const { side, reduceOnly, group, orderId } of working) {
    if (!reduceOnly) (side === "buy" ? buys : sells).add(group ?? orderId);
  }
  const fills = new Set([...buys, ...sells]).size;
  if (position === 0n) return Math.min(fills, 2 * Math.min(buys.size, sells.size) + 1);
  const [first, second] = rises ? [buys.size, sells.size] : [sells.size, buys.size];
  return Math.min(fills, 2 * first, 2 * second + 1);
}
