import type { Side, TimeInForce } from "../../../shared/model/order.ts";

export type TicketType = "market" | "limit";
export type SizeBy = "quantity" | "notional" | "equity" | "risk";
export const sizeWays: readonly SizeBy[] = ["quantity", "notional", "equity", "risk"];
export const ticketTimesInForce = ["GTC", "IOC", "FOK"] as const satisfies readonly TimeInForce[];
export type TicketTimeInForce = (typeof ticketTimesInForce)[number];

/** The ticket as typed: every amount is decimal text or empty. */
export interface TicketDraft {
  readonly side: Side;
  readonly type: TicketType;
  readonly sizeBy: SizeBy;
  /** What was typed for the chosen way of sizing: a quantity, money, percent of equity, or money at risk. */
  readonly amount: string;
  readonly limitPrice: string;
  /** Used only to size by risk; the ticket sends no stop order. */
  readonly stopPrice: string;
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
  stopPrice: "",
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
  if (draft.type === "market") return "ticket.hint.postOnlyMarket";
  return draft.timeInForce === "GTC" ? null : "ticket.hint.postOnlyTif";
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
