import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { readEvent } from "../audit/event-text.ts";
import type { OrderHistory } from "../engine/order-history.ts";
import type { Journal, StoredEvent } from "../ports/journal.ts";
import { ordersHeld } from "./state-messages.ts";

/** Finds the wish that an order began with, whenever that was; `undefined` for an order that the record does not know. */
export type FindIntent = (orderId: string) => JournalEvent | undefined;

type OrderSource = Pick<Journal, "readOrder"> | { order: Journal["readOrder"] };

const storedIn = (source: OrderSource, orderId: string): readonly StoredEvent[] =>
  "readOrder" in source ? source.readOrder(orderId) : source.order(orderId);

/** Finds wishes in a record, by its index. */
export function intentFinder(source: OrderSource): FindIntent {
  return (orderId) => {
    const [first] = storedIn(source, orderId);
    const event = first === undefined ? undefined : readEvent(first.text);
    return event?.type === "order.intended" ? event : undefined;
  };
}

/** Finds the events of orders that a desk holds no longer; those before `since` belong to another market. */
export function orderHistory(source: OrderSource, since: number): OrderHistory {
  return {
    keep: ordersHeld,
    eventsOf: (orderId, before) =>
      storedIn(source, orderId)
        .map(({ text }) => readEvent(text))
        .filter(({ seq }) => seq >= since && seq < before),
  };
}
