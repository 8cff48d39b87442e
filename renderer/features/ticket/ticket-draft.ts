import type { OrderRequest, OrderType, PositionSide, Side, TimeInForce } from "../../../shared/model/order.ts";

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
export const ticketTimesInForce = ["GTC", "DAY", "GTD", "IOC", "FOK"] as const satisfies readonly TimeInForce[];
export type TicketTimeInForce = (typeof ticketTimesInForce)[number];

/** How the other leg of a pair trades. */
export const otherLegTypes = ["limit", "stop"] as const satisfies readonly OrderType[];
type OtherLegType = (typeof otherLegTypes)[number];

/** Which of two positions an order means; `auto` leaves it to the desk: its own side, or where it only reduces the other. */
export const positionChoices = ["auto", "long", "short"] as const;
type PositionChoice = (typeof positionChoices)[number];

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
  /** Only asked where the account holds a long and a short position side by side. */
  readonly positionSide: PositionChoice;
  /** The end of a GTD order on the clock of the display zone, `2026-01-31T17:30`. */
  readonly expireAt: string;
  /** Sent with a second order of the same side and size; one cancels the other. */
  readonly paired: boolean;
  readonly otherType: OtherLegType;
  readonly otherPrice: string;
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
  positionSide: "auto",
  expireAt: "",
  paired: false,
  otherType: "stop",
  otherPrice: "",
};

/** Applies an edit and keeps the flags consistent, so that a ticket never carries a flag its own fields forbid. */
export function editDraft(draft: TicketDraft, change: Partial<TicketDraft>): TicketDraft {
  const next = { ...draft, ...change };
  const paired = next.paired && isPairable(next.type) && pairHint(next) === null;
  const reduceOnly = reducesOnly(draft, next);
  const sizeBy = next.sizeBy === "risk" && !hasExits({ paired, reduceOnly }) ? "quantity" : next.sizeBy;
  const amount = sizeBy !== draft.sizeBy ? (change.sizeBy === sizeBy ? (change.amount ?? "") : "") : next.amount;
  return {
    ...next,
    paired,
    sizeBy,
    amount,
    reduceOnly,
    postOnly: next.postOnly && postOnlyHint(next) === null,
  };
}

/** An order against the position it names can only close it; one that opens it cannot. */
function reducesOnly(before: TicketDraft, { side, positionSide, reduceOnly }: TicketDraft): boolean {
  if (positionSide === "auto") return before.positionSide === "auto" && reduceOnly;
  return positionSide === closedBy(side);
}

/** Of two positions the one that an order of this side closes. */
export const closedBy = (side: Side): PositionSide => (side === "buy" ? "short" : "long");

/** Of two positions the one that the draft means. */
export function meantPosition({ side, positionSide, reduceOnly }: TicketDraft): PositionSide {
  if (positionSide !== "auto") return positionSide;
  const closing = closedBy(side);
  return reduceOnly ? closing : closing === "long" ? "short" : "long";
}

/** A market order leaves nothing that another could cancel. */
export const isPairable = (type: OrderType): boolean => type !== "market";

/** Why a second order cannot go with one that could have one, as a message id; `null` when it can. */
export function pairHint(draft: TicketDraft): "ticket.hint.pairTif" | null {
  return draft.timeInForce === "IOC" || draft.timeInForce === "FOK" ? "ticket.hint.pairTif" : null;
}

/** Why post-only cannot be chosen now, as a message id; `null` when it can. */
export function postOnlyHint(draft: TicketDraft): "ticket.hint.postOnlyMarket" | "ticket.hint.postOnlyTif" | null {
  if (draft.type !== "limit") return "ticket.hint.postOnlyMarket";
  return draft.timeInForce === "IOC" || draft.timeInForce === "FOK" ? "ticket.hint.postOnlyTif" : null;
}

/** How the draft can be sized: by risk only where it brings the stop that the risk is measured to. */
export function sizeWaysOf(draft: TicketDraft): readonly SizeBy[] {
  return hasExits(draft) ? ["quantity", "notional", "equity", "risk"] : ["quantity", "notional", "equity"];
}

/** An order that only reduces, and one of a pair, bring no exits, so that there is no stop to size to. */
export const hasExits = ({ reduceOnly, paired }: Pick<TicketDraft, "reduceOnly" | "paired">): boolean =>
  !reduceOnly && !paired;

type ReduceOnlyHint = "ticket.hint.reduceOnlyFlat" | "ticket.hint.reduceOnlySide" | "ticket.hint.reduceOnlyNamed";

/**
 * Why reduce-only cannot be chosen now, given the signed position that the order could close; `null` when it can. Where
 * the draft names one of two positions, it follows from that.
 */
export function reduceOnlyHint(
  { side, positionSide }: Pick<TicketDraft, "side" | "positionSide">,
  positionSize: string,
): ReduceOnlyHint | null {
  if (positionSide !== "auto") return "ticket.hint.reduceOnlyNamed";
  const sign = /[1-9]/.test(positionSize) ? (positionSize.startsWith("-") ? -1 : 1) : 0;
  if (sign === 0) return "ticket.hint.reduceOnlyFlat";
  return (side === "sell") === (sign === 1) ? null : "ticket.hint.reduceOnlySide";
}
