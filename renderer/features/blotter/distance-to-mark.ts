import type { OrderView } from "../../../shared/model/order.ts";
import { amendablePrice } from "../../stores/orders.ts";

/**
 * How far the market has to move to reach what an order waits for or trades at, in percent of the mark; negative where it
 * is through it. `null` when either is not known.
 */
export function distanceToMarkPct(
  order: Pick<OrderView, "side" | "type" | "triggerPrice" | "triggeredAt" | "limitPrice">,
  mark: number | undefined,
): number | null {
  const name = amendablePrice(order);
  const price = name === null ? undefined : order[name];
  if (price === undefined || mark === undefined || !(mark > 0)) return null;
  // A stop waits on the far side of the market: above it for a buy, where a limit waits below.
  const isStop = name === "triggerPrice" && !order.type.endsWith("if-touched");
  const isBelow = (order.side === "buy") !== isStop;
  return ((isBelow ? mark - Number(price) : Number(price) - mark) / mark) * 100;
}
