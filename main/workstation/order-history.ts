import { readEvent } from "../audit/event-text.ts";
import type { OrderHistory } from "../engine/order-history.ts";
import type { Journal } from "../ports/journal.ts";
import { ordersHeld } from "./state-messages.ts";

/** Finds the events of orders that a desk holds no longer; those before `since` belong to another market. */
export function orderHistory(
  source: Pick<Journal, "readOrder"> | { order: Journal["readOrder"] },
  since: number,
): OrderHistory {
  const stored = (orderId: string) => ("readOrder" in source ? source.readOrder(orderId) : source.order(orderId));
  return {
    keep: ordersHeld,
    eventsOf: (orderId, before) =>
      stored(orderId)
        .map(({ text }) => readEvent(text))
        .filter(({ seq }) => seq >= since && seq < before),
  };
}
