import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { parseRfc3339 } from "../../shared/model/time.ts";
import type { AppliedEvent } from "./applied-event.ts";
import type { FillRecord } from "./fill-record.ts";
import type { OrderState } from "./order-state.ts";
import { isFinished } from "./order-transitions.ts";

/** Where orders are found that ended long ago: a desk with one need not hold them all. */
export interface OrderHistory {
  /** How many finished orders the desk holds at least. */
  readonly keep: number;
  /** The recorded events of an order, oldest first, as far as their seq is below `before`. */
  eventsOf(orderId: string, before: number): readonly JournalEvent[];
}

interface Apart {
  readonly orders: ReadonlyMap<string, OrderState>;
  readonly fills: readonly FillRecord[];
  apply(event: AppliedEvent): void;
}

/**
 * Makes an order of its events alone, in a state of its own. `null` for one that the events do not lead to an end: what is
 * not finished is never let go, so such an order is not this desk's.
 */
export function recalled(
  apart: Apart,
  orderId: string,
  events: readonly JournalEvent[],
): { order: OrderState; fills: readonly FillRecord[] } | null {
  if (events[0]?.type !== "order.intended") return null;
  for (const event of events) apart.apply({ ...event, at: parseRfc3339(event.at) });
  const order = apart.orders.get(orderId);
  if (order === undefined || !isFinished(order.status)) return null;
  // Older than all that are held, and of a bracket that is over.
  return {
    order: { ...order, number: -1, held: 0n, changed: 0, filledBy: 0, cancelAskedBy: 0, view: null },
    fills: apart.fills,
  };
}
