import { parseFixed } from "../../../shared/model/fixed.ts";
import type { JournalData } from "../../../shared/model/journal-event.ts";
import type { Bracket, OrderStatus } from "../../../shared/model/order.ts";
import { type AppliedEvent, optionalText, textField } from "../applied-event.ts";
import type { OrderState } from "../order-state.ts";
import { isFinished, type OrderChange } from "../order-transitions.ts";
import { engineActor } from "../recorder.ts";

/** What the desk does, as against what a venue reports: the parents of the events that follow. */
export const actions: ReadonlySet<OrderChange> = new Set(["submitted", "cancel_requested", "replace_requested"]);

/** What is asked of an order, and that it was refused. */
export const inquiries: ReadonlySet<OrderChange> = new Set([
  "cancel_requested",
  "cancel_rejected",
  "replace_requested",
  "replace_rejected",
]);

/** The code of a venue that was asked for an order and does not know it. */
export const notFound = "VENUE-NOT-FOUND";

/** What works is called by what has happened to it: a repeated acknowledgement undoes no fill, and a bust leaves none. */
export function workingStatus(
  { filled, remaining, requested, triggeredAt }: OrderState,
  next: OrderStatus,
): OrderStatus {
  // A fill that overtook the answer to an amendment may turn out to have been the last.
  if (filled > 0n && remaining <= 0n && requested === null && !isFinished(next)) return "filled";
  if (next !== "accepted" && next !== "partially_filled") return next;
  if (filled > 0n) return "partially_filled";
  return triggeredAt === null ? "accepted" : "triggered";
}

/** The working state beneath a pending or unknown one. */
export function priorOf(order: OrderState, change: OrderChange, next: OrderStatus): OrderStatus {
  if (next !== "pending_cancel" && next !== "pending_replace" && next !== "unknown") return next;
  if (change === "partially_filled" || change === "triggered") return change;
  if (change === "accepted") return order.filled === 0n ? "accepted" : "partially_filled";
  // It may have left: what is refused afterwards leads back to an order that is on its way.
  return order.prior === "initialized" ? "submitted" : order.prior;
}

/** Until the venue answers nobody knows which of the sizes holds, so the largest counts. */
export function request(order: OrderState, data: JournalData): void {
  const text = optionalText(data, "size");
  const size = text === undefined ? order.size : parseFixed(text, order.scale.sizeDigits);
  const { requested } = order;
  order.requested =
    requested === null
      ? { size, unanswered: 1 }
      : { size: size > requested.size ? size : requested.size, unanswered: requested.unanswered + 1 };
}

/** Notes who has asked for an order's size; what a venue says of it by itself is asked by nobody. */
export function noteAsker(order: OrderState, change: OrderChange, { data, actor }: AppliedEvent): void {
  const isAsked = change === "replace_requested" || (change === "replaced" && !order.atVenue);
  const size = isAsked ? optionalText(data, "size") : undefined;
  if (size === undefined || size === order.intent.size) return;
  order.fitted = actor.kind === engineActor.kind && actor.id === engineActor.id;
}

/** The venue has answered one of the amendments. */
export function answer(order: OrderState): void {
  const { requested } = order;
  if (requested === null) return;
  const unanswered = requested.unanswered - 1;
  order.requested = unanswered === 0 ? null : { ...requested, unanswered };
}

/** The most that may still fill. */
export function exposedOf({ requested, filled, remaining }: OrderState): bigint {
  if (requested === null) return remaining;
  const amended = requested.size - filled;
  return amended > remaining ? amended : remaining;
}

/** Makes an amendment true. */
export function resize(order: OrderState, data: JournalData): void {
  const size = textField(data, "size");
  const limitPrice = optionalText(data, "limitPrice");
  const triggerPrice = optionalText(data, "triggerPrice");
  const trailingOffset = optionalText(data, "trailingOffset");
  order.size = parseFixed(size, order.scale.sizeDigits);
  order.remaining = order.size - order.filled;
  if (data["bracket"] !== undefined) order.edited = null;
  if (limitPrice !== undefined) order.limitPrice = parseFixed(limitPrice, order.scale.priceDigits);
  order.intent = {
    ...order.intent,
    size,
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(triggerPrice === undefined ? {} : { triggerPrice }),
    ...(trailingOffset === undefined ? {} : { trailingOffset }),
    ...(data["bracket"] === undefined ? {} : { bracket: data["bracket"] as unknown as Bracket }),
  };
}
