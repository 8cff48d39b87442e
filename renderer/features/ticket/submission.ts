import type { OrderRequest, OrderView } from "../../../shared/model/order.ts";
import type { Verdict } from "../../../shared/model/risk.ts";
import { plainDecimal } from "./order-from-draft.ts";

/** What a refusal without a verdict says: the error's code, its words, and the way out. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** Where one press of the submit button stands. `unconfirmed` is neither success nor failure. */
export type Submission =
  | { readonly phase: "idle" }
  | { readonly phase: "confirming"; readonly order: OrderRequest }
  | { readonly phase: "sending"; readonly order: OrderRequest; readonly sentAt: number }
  | { readonly phase: "accepted"; readonly order: OrderRequest; readonly orderId: string }
  | { readonly phase: "denied"; readonly order: OrderRequest; readonly orderId: string; readonly verdict: Verdict }
  | { readonly phase: "refused"; readonly order: OrderRequest; readonly refusal: Refusal }
  | { readonly phase: "unconfirmed"; readonly order: OrderRequest; readonly sentAt: number; readonly reason: string };

export type SubmissionEvent =
  | { readonly kind: "asked"; readonly order: OrderRequest }
  | { readonly kind: "sent"; readonly order: OrderRequest; readonly at: number }
  | { readonly kind: "answered"; readonly orderId: string; readonly verdict: Verdict }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "lost"; readonly reason: string }
  | { readonly kind: "found"; readonly orderId: string }
  | { readonly kind: "cleared" };

type Phase = Submission["phase"];

/** The legal (phase, event) pairs; anything else leaves the submission as it is. */
const legal: Readonly<Record<Phase, readonly SubmissionEvent["kind"][]>> = {
  idle: ["asked", "sent"],
  confirming: ["sent", "cleared"],
  sending: ["answered", "refused", "lost"],
  accepted: ["asked", "sent", "cleared"],
  denied: ["asked", "sent", "cleared"],
  refused: ["asked", "sent", "cleared"],
  // A late answer still settles it; a re-send needs a person to clear it first.
  unconfirmed: ["answered", "refused", "found", "cleared"],
};

/** Moves a submission on; pairs that are not legal change nothing, so a double press sends once. */
export function advance(state: Submission, event: SubmissionEvent): Submission {
  if (!legal[state.phase].includes(event.kind)) return state;
  switch (event.kind) {
    case "asked":
      return { phase: "confirming", order: event.order };
    case "sent":
      return { phase: "sending", order: event.order, sentAt: event.at };
    case "cleared":
      return { phase: "idle" };
    default:
      return settle(state, event);
  }
}

type Settling = Exclude<SubmissionEvent, { kind: "asked" | "sent" | "cleared" }>;

function settle(state: Submission, event: Settling): Submission {
  if (state.phase !== "sending" && state.phase !== "unconfirmed") return state;
  const { order, sentAt } = state;
  switch (event.kind) {
    case "answered":
      return event.verdict.outcome === "approved"
        ? { phase: "accepted", order, orderId: event.orderId }
        : { phase: "denied", order, orderId: event.orderId, verdict: event.verdict };
    case "refused":
      return { phase: "refused", order, refusal: event.refusal };
    case "lost":
      return { phase: "unconfirmed", order, sentAt, reason: event.reason };
    case "found":
      return { phase: "accepted", order, orderId: event.orderId };
  }
}

/** How far the desk's clock may lag the page's when an unanswered order is looked for. */
const clockSkewMs = 2000;

/** The order on the desk that an unanswered submission became, if the orders now show exactly one such. */
export function findSubmitted(order: OrderRequest, sentAt: number, orders: Iterable<OrderView>): OrderView | null {
  let found: OrderView | null = null;
  for (const candidate of orders) {
    const same =
      candidate.actor.kind === "person" &&
      candidate.createdAt >= sentAt - clockSkewMs &&
      candidate.instrumentId === order.instrumentId &&
      candidate.side === order.side &&
      candidate.type === order.type &&
      plainDecimal(candidate.size) === plainDecimal(order.size) &&
      plainDecimal(candidate.limitPrice ?? "") === plainDecimal(order.limitPrice ?? "");
    if (!same) continue;
    if (found) return null;
    found = candidate;
  }
  return found;
}
