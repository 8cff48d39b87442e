import type { OrderStatus } from "../../shared/model/order.ts";

/** What can happen to an order, as its state table knows it. */
export type OrderChange =
  | "denied"
  | "submitted"
  | "accepted"
  | "rejected"
  | "triggered"
  | "partially_filled"
  | "filled"
  | "cancel_requested"
  | "cancel_rejected"
  | "canceled"
  | "replace_requested"
  | "replace_rejected"
  | "replaced"
  | "expired"
  | "unknown"
  | "fill_busted"
  | "fill_corrected";

/** The state after a change; `prior` is the working state the order had before a cancel or an amendment was asked for. */
type Next = OrderStatus | "prior";

type Row = { readonly [change in OrderChange]?: Next };

/** Every legal (state, change) pair. What is not here is an error that is journaled and leaves the state as it was. */
const table: { readonly [status in OrderStatus]: Row } = {
  initialized: {
    denied: "denied",
    submitted: "submitted", // to the venue, or to the desk that watches its trigger
    replaced: "initialized", // held back, it gets the size of what has filled of the order it follows
    canceled: "canceled", // given up before it was sent
    unknown: "unknown", // approved before the desk stopped: whether it left is for the venue to say
  },
  submitted: {
    accepted: "accepted",
    rejected: "rejected",
    triggered: "triggered", // its acknowledgement was overtaken
    partially_filled: "partially_filled", // a venue may fill before it acknowledges
    filled: "filled",
    cancel_requested: "pending_cancel",
    canceled: "canceled", // IOC and FOK end this way without an acknowledgement
    expired: "expired",
    unknown: "unknown",
  },
  accepted: {
    rejected: "rejected", // some venues acknowledge first and check afterwards
    triggered: "triggered",
    partially_filled: "partially_filled",
    filled: "filled",
    cancel_requested: "pending_cancel",
    canceled: "canceled",
    replace_requested: "pending_replace",
    replace_rejected: "accepted", // its answer came after that to a cancel
    replaced: "accepted", // the venue amends by itself
    expired: "expired",
    unknown: "unknown",
  },
  triggered: {
    denied: "denied", // the gate refuses what the desk's trigger has released
    submitted: "triggered", // the desk has watched the trigger, and what is released leaves now
    accepted: "triggered", // the acknowledgement was overtaken by the trigger
    rejected: "rejected",
    partially_filled: "partially_filled",
    filled: "filled",
    cancel_requested: "pending_cancel",
    canceled: "canceled",
    replace_requested: "pending_replace",
    replace_rejected: "triggered",
    replaced: "triggered",
    expired: "expired",
    unknown: "unknown",
  },
  partially_filled: {
    accepted: "partially_filled", // the acknowledgement was overtaken by the first fill
    partially_filled: "partially_filled",
    filled: "filled",
    cancel_requested: "pending_cancel",
    canceled: "canceled",
    replace_requested: "pending_replace",
    replace_rejected: "partially_filled",
    replaced: "partially_filled",
    fill_busted: "partially_filled", // what is taken back may fill again
    fill_corrected: "partially_filled",
    expired: "expired",
    unknown: "unknown",
  },
  pending_cancel: {
    accepted: "pending_cancel", // the acknowledgement crossed the cancel on the way
    triggered: "pending_cancel", // so did the trigger
    rejected: "rejected",
    partially_filled: "pending_cancel", // fills go on until the venue cancels
    filled: "filled",
    cancel_rejected: "prior",
    canceled: "canceled",
    replace_rejected: "pending_cancel", // the amendment before the cancel was too late
    replaced: "pending_cancel",
    fill_busted: "pending_cancel",
    fill_corrected: "pending_cancel",
    expired: "expired",
    unknown: "unknown",
  },
  pending_replace: {
    accepted: "pending_replace",
    triggered: "pending_replace",
    rejected: "rejected",
    partially_filled: "pending_replace",
    filled: "filled",
    cancel_requested: "pending_cancel",
    canceled: "canceled",
    replace_rejected: "prior",
    replaced: "prior",
    fill_busted: "pending_replace",
    fill_corrected: "pending_replace",
    expired: "expired",
    unknown: "unknown",
  },
  unknown: {
    accepted: "accepted",
    rejected: "rejected",
    triggered: "triggered",
    partially_filled: "partially_filled",
    filled: "filled",
    cancel_requested: "pending_cancel",
    cancel_rejected: "prior",
    canceled: "canceled",
    replace_rejected: "prior",
    replaced: "prior",
    expired: "expired",
    fill_busted: "unknown",
    fill_corrected: "unknown",
    unknown: "unknown", // asked again, still no answer
  },
  canceled: {
    partially_filled: "canceled", // a fill may arrive after the cancel: it happened first at the venue
    filled: "filled",
    fill_busted: "canceled",
    fill_corrected: "canceled",
  },
  expired: {
    partially_filled: "expired", // as after a cancel
    filled: "filled",
    fill_busted: "expired",
    fill_corrected: "expired",
  },
  filled: {
    filled: "filled", // more than was asked for: it is real money all the same
    fill_busted: "canceled", // the venue has done with it, and not all of it holds
    fill_corrected: "filled",
  },
  rejected: {
    partially_filled: "rejected", // "not found" was wrong, or the rejection was: what has traded has traded
    filled: "filled",
    fill_busted: "rejected",
    fill_corrected: "rejected",
  },
  denied: {},
};

/** The state an order takes, or `undefined` where the change is illegal in its state. */
export function nextStatus(status: OrderStatus, change: OrderChange, prior: OrderStatus): OrderStatus | undefined {
  const next = table[status][change];
  return next === "prior" ? prior : next;
}

const finished: ReadonlySet<OrderStatus> = new Set(["denied", "filled", "rejected", "canceled", "expired"]);

/** Whether nothing more is expected of an order in this state. */
export function isFinished(status: OrderStatus): boolean {
  return finished.has(status);
}
