import type { OrderRequest, OrderType, Side, TimeInForce } from "../../../shared/model/order.ts";

/** Types that wait for a price before they trade. */
export const triggerTypes = [
  "stop",
  "stop-limit",
  "trailing-stop",
  "market-if-touched",
  "limit-if-touched",
] as const satisfies readonly OrderType[];
type TriggerType = (typeof triggerTypes)[number];

export const trailingUnits = ["price", "percent", "ticks"] as const;
type TrailingUnit = NonNullable<OrderRequest["trailingOffsetType"]>;

/** Which prices an order of a type needs. */
export function pricesOf(type: OrderType): {
  readonly limit: boolean;
  readonly trigger: boolean;
  readonly trail: boolean;
} {
  const trail = type === "trailing-stop";
  return {
    limit: type === "limit" || type === "stop-limit" || type === "limit-if-touched",
    trigger: isTriggerType(type) && !trail,
    trail,
  };
}

export function isTriggerType(type: OrderType): type is TriggerType {
  return type !== "market" && type !== "limit";
}

export type SizeBy = "quantity" | "notional" | "equity" | "risk";
export const sizeWays: readonly SizeBy[] = ["quantity", "notional", "equity", "risk"];
export const ticketTimesInForce = ["GTC", "DAY", "IOC", "FOK"] as const satisfies readonly TimeInForce[];
export type TicketTimeInForce = (typeof ticketTimesInForce)[number];

/** The ticket as typed: every amount is decimal text or empty. */
export interface TicketDraft {
  readonly side: Side;
  readonly type: OrderType;
  readonly sizeBy: SizeBy;
  /** What was typed for the chosen way of sizing: a quantity, money, percent of equity, or money at risk. */
  readonly amount: string;
  readonly limitPrice: string;
  readonly triggerPrice: string;
  readonly trailingOffset: string;
  readonly trailingUnit: TrailingUnit;
  /** The exits that go with an entry, and what sizing by risk measures to; empty for none. */
  readonly stopPrice: string;
  readonly targetPrice: string;
  readonly timeInForce: TicketTimeInForce;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
}

export const emptyDraft: TicketDraft = {
  side: "buy",
  type: "market",
  sizeBy: "quantity",
  amount: "",
  limitPrice: "",
  triggerPrice: "",
  trailingOffset: "",
  trailingUnit: "price",
  stopPrice: "",
  targetPrice: "",
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
};

/** Applies an edit and keeps the flags consistent, so that a ticket never carries a flag its own fields forbid. */
export function editDraft(draft: TicketDraft, change: Partial<TicketDraft>): TicketDraft {
  const next = { ...draft, ...change };
  const amount = change.sizeBy !== undefined && change.sizeBy !== draft.sizeBy ? (change.amount ?? "") : next.amount;
  return { ...next, amount, postOnly: next.postOnly && postOnlyHint(next) === null };
}

/** Why post-only cannot be chosen now, as a message id; `null` when it can. */
export function postOnlyHint(draft: TicketDraft): "ticket.hint.postOnlyMarket" | "ticket.hint.postOnlyTif" | null {
  if (draft.type !== "limit") return "ticket.hint.postOnlyMarket";
  return draft.timeInForce === "IOC" || draft.timeInForce === "FOK" ? "ticket.hint.postOnlyTif" : null;
}

/** Why reduce-only cannot be chosen now, given the signed position; `null` when it can. */
export function reduceOnlyHint(
  side: Side,
  positionSize: string,
): "ticket.hint.reduceOnlyFlat" | "ticket.hint.reduceOnlySide" | null {
  const sign = /[1-9]/.test(positionSize) ? (positionSize.startsWith("-") ? -1 : 1) : 0;
  if (sign === 0) return "ticket.hint.reduceOnlyFlat";
  return (side === "sell") === (sign === 1) ? null : "ticket.hint.reduceOnlySide";
}
