import type { OrderRequest, OrderView } from "../../../shared/model/order.ts";
import type { Verdict } from "../../../shared/model/risk.ts";
import { plainDecimal } from "./order-from-draft.ts";

/** What a refusal without a verdict says: the error's code, its words, and the way out. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What was sent: an order, or a pair of which one cancels the other. */
export interface Sent {
  readonly order: OrderRequest;
  readonly other?: OrderRequest;
}

/** Where one press of the submit button stands. `unconfirmed` is neither success nor failure. */
export type Submission =
  | { readonly phase: "idle" }
  | ({ readonly phase: "confirming" } & Sent)
  | ({ readonly phase: "sending"; readonly sentAt: number } & Sent)
  | ({ readonly phase: "accepted"; readonly orderId: string } & Sent)
  | ({ readonly phase: "denied" } & Answer & Sent)
  | ({ readonly phase: "refused"; readonly refusal: Refusal } & Sent)
  | ({ readonly phase: "unconfirmed"; readonly sentAt: number; readonly reason: string } & Sent);

/** The gate's word on what was sent; of a pair on the first leg that it denied, else on the first. */
export interface Answer {
  readonly orderId: string;
  readonly verdict: Verdict;
  /** The other leg of the pair was approved and works alone. */
  readonly otherWorks?: boolean;
}

/** One answer to the orders of a pair. */
export function answerToPair(orders: readonly Answer[]): Answer {
  const isApproved = ({ verdict }: Answer): boolean => verdict.outcome === "approved";
  const answer = orders.find((one) => !isApproved(one)) ?? orders[0];
  if (answer === undefined) throw new RangeError("the desk answered to no order");
  return { ...answer, otherWorks: orders.some(isApproved) };
}

export type SubmissionEvent =
  | ({ readonly kind: "asked" } & Sent)
  | ({ readonly kind: "sent"; readonly at: number } & Sent)
  | ({ readonly kind: "answered" } & Answer)
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
      return { phase: "confirming", ...sentOf(event) };
    case "sent":
      return { phase: "sending", ...sentOf(event), sentAt: event.at };
    case "cleared":
      return { phase: "idle" };
    default:
      return settle(state, event);
  }
}

type Settling = Exclude<SubmissionEvent, { kind: "asked" | "sent" | "cleared" }>;

function settle(state: Submission, event: Settling): Submission {
  if (state.phase !== "sending" && state.phase !== "unconfirmed") return state;
  const { sentAt } = state;
  const sent = sentOf(state);
  switch (event.kind) {
    case "answered":
      return event.verdict.outcome === "approved"
        ? { phase: "accepted", ...sent, orderId: event.orderId }
        : {
            phase: "denied",
            ...sent,
            orderId: event.orderId,
            verdict: event.verdict,
            otherWorks: event.otherWorks === true,
          };
    case "refused":
      return { phase: "refused", ...sent, refusal: event.refusal };
    case "lost":
      return { phase: "unconfirmed", ...sent, sentAt, reason: event.reason };
    case "found":
      return { phase: "accepted", ...sent, orderId: event.orderId };
  }
}

const sentOf = ({ order, other }: Sent): Sent => (other === undefined ? { order } : { order, other });

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
      plainDecimal(candidate.limitPrice ?? "") === plainDecimal(order.limitPrice ?? "") &&
      plainDecimal(candidate.triggerPrice ?? "") === plainDecimal(order.triggerPrice ?? "");
    if (!same) continue;
    if (found) return null;
    found = candidate;
  }
  return found;
}
