import type { OrderStatus, OrderView } from "../../../shared/model/order.ts";

export type StateTone = "neutral" | "working" | "good" | "bad" | "waiting";

interface StateWords {
  readonly id: `blotter.status.${OrderStatus}` | "blotter.status.neverSent";
  readonly tone: StateTone;
}

const tones: Readonly<Record<OrderStatus, StateTone>> = {
  initialized: "waiting",
  denied: "bad",
  submitted: "waiting",
  accepted: "working",
  triggered: "working",
  partially_filled: "working",
  filled: "good",
  rejected: "bad",
  pending_cancel: "waiting",
  canceled: "neutral",
  pending_replace: "waiting",
  expired: "neutral",
  unknown: "waiting",
};

const cancellable: ReadonlySet<OrderStatus> = new Set([
  "initialized",
  "submitted",
  "accepted",
  "triggered",
  "partially_filled",
  "pending_replace",
  "unknown",
]);

const amendable: ReadonlySet<OrderStatus> = new Set(["accepted", "triggered", "partially_filled"]);

/** An intent from before the session opened that was never submitted: the desk will not send it by itself. */
export function neverSent(order: Pick<OrderView, "status" | "createdAt">, sessionStartedAt: number | null): boolean {
  return order.status === "initialized" && sessionStartedAt !== null && order.createdAt < sessionStartedAt;
}

/** The words and tone for an order's state. */
export function orderState(
  order: Pick<OrderView, "status" | "createdAt">,
  sessionStartedAt: number | null,
): StateWords {
  if (neverSent(order, sessionStartedAt)) return { id: "blotter.status.neverSent", tone: "neutral" };
  return { id: `blotter.status.${order.status}`, tone: tones[order.status] };
}

export const isCancellable = (order: Pick<OrderView, "status">): boolean => cancellable.has(order.status);
export const isAmendable = (order: Pick<OrderView, "status" | "type">): boolean =>
  amendable.has(order.status) && order.type !== "market";

/** Still able to trade, or not yet known to be done. */
export const isOpen = (order: Pick<OrderView, "status">): boolean =>
  cancellable.has(order.status) || order.status === "pending_cancel";
