import { create } from "zustand";
import type { OrderStatus, OrderView } from "../../shared/model/order.ts";

export interface Orders {
  readonly byId: ReadonlyMap<string, OrderView>;
}

export const useOrders = create<Orders>(() => ({ byId: new Map() }));

/** Takes a frame's worth of orders; after a resync the old ones give way to the new snapshot. */
export function takeOrders(orders: readonly OrderView[], replace: boolean): void {
  useOrders.setState((state) => {
    const byId = new Map(replace ? [] : state.byId);
    for (const order of orders) byId.set(order.orderId, order);
    return { byId };
  });
}

const working: ReadonlySet<OrderStatus> = new Set([
  "submitted",
  "accepted",
  "triggered",
  "partially_filled",
  "pending_cancel",
  "pending_replace",
  "unknown",
]);

/** Whether an order may still trade, also while its state is not known. */
export function isWorking(order: OrderView): boolean {
  return working.has(order.status);
}

/** The price of an order that can be changed: what it waits for, else its limit; `null` where it has none. */
export function amendablePrice(
  order: Pick<OrderView, "triggerPrice" | "triggeredAt" | "limitPrice">,
): "triggerPrice" | "limitPrice" | null {
  if (order.triggerPrice !== undefined && order.triggeredAt === undefined) return "triggerPrice";
  return order.limitPrice === undefined ? null : "limitPrice";
}
