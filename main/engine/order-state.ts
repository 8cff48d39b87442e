import type { Actor } from "../../shared/model/actor.ts";
import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { Bracket, OrderIntent, OrderStatus, OrderView, Side } from "../../shared/model/order.ts";
import type { OrderNote } from "./agent.ts";
import type { InstrumentScale, WorkingOrder } from "./gate.ts";
import { averageText } from "./notional.ts";

/** One order as the engine keeps it; changed only by applying events. It is the gate's {@link WorkingOrder} as it stands. */
export interface OrderState extends WorkingOrder {
  readonly orderId: string;
  readonly instrument: number;
  readonly scale: InstrumentScale;
  /** Where the ledger keeps the position that it opens or closes. */
  readonly slot: number;
  readonly side: Side;
  readonly reduceOnly: boolean;
  readonly group: string | null;
  readonly actor: Actor;
  /** {@link actorKey} of the actor. */
  readonly owner: string;
  readonly trace: string;
  readonly createdAt: number;
  /** When the gate let it leave; of what waits for another order to fill that is later than it was made. */
  beganAt: number;
  /** Last price at the decision in price units. */
  readonly decisionPrice: bigint | null;
  intent: OrderIntent;
  size: bigint;
  /** The size it was sent with, before anything but a split changed it. */
  planned: bigint;
  filled: bigint;
  /** What venues took back of its fills, in size units: no more of it is at work there. */
  undone: bigint;
  remaining: bigint;
  exposed: bigint;
  /** The largest total size that amendments ask for, and how many of them the venue has not answered yet. */
  requested: { readonly size: bigint; readonly unanswered: number } | null;
  limitPrice: bigint | null;
  /** When its trigger was released; `null` before, and for orders without one. */
  triggeredAt: number | null;
  /** Unsigned money of all fills. */
  cost: bigint;
  fees: bigint;
  status: OrderStatus;
  /** Where a refused cancel or amendment leads back to. */
  prior: OrderStatus;
  statusReason: string;
  updatedAt: number;
  /** When it was sent last, or the venue last said what became of it: to ask and to be refused is neither. UTC milliseconds. */
  heardAt: number;
  /** The venue has it, or may have it: a trigger that the desk watches leaves only when it is released. */
  atVenue: boolean;
  /** The last that was said of it is that the venue refused what the desk asked for. */
  refused: boolean;
  /** It was given up because the venue did not find it. */
  lost: boolean;
  /** The gate has let it pass, so it may have left at any moment since. */
  approved: boolean;
  /** The gate has let pass what its trigger at the desk has released: since then it may have left. */
  cleared: boolean;
  /** Since when nobody knows what the venue makes of it, UTC milliseconds. */
  unknownSince: number | null;
  /** Counts the orders: of two the older one has the smaller number. */
  readonly number: number;
  /** What is still held of what an entry with exits has filled, in size units. */
  held: bigint;
  /** The exits it brings as their orders were changed last; `null` while they are as planned. */
  edited: Bracket | null;
  /** What its fills have taken from the holdings of entries that it is no exit of, oldest first; `null` for nothing. */
  took: readonly Taken[] | null;
  /** The desk, not a person, has asked for its present size. */
  fitted: boolean;
  /** When its cancel was asked for last, UTC milliseconds. */
  cancelAskedAt: number | null;
  /** The change that asked for its cancel last; 0 before, and where the venue refused it. */
  cancelAskedBy: number;
  /** The desk itself asked for its cancel, to let its size follow what it protects. */
  withdrawn: boolean;
  /** Counts the changes of all orders: of two changes the later one has the larger number. */
  changed: number;
  /** The change that filled it last, or gave back what was taken of what it holds; 0 before. */
  filledBy: number;
  /** The change that took a part of its fills back last; 0 before. */
  lostBy: number;
  /** The change that ended it; 0 before. */
  endedBy: number;
  /** When it ended, or when its cancel was asked for, nothing was left for it to fill. */
  spent: boolean;
  /** Seq of the event that led to the next one. */
  cause: number | null;
  /** A list, because few orders fill more than once. */
  readonly fillIds: string[];
  view: OrderView | null;
}

/** What an order's fills have taken from what is held of an entry, in size units. */
export interface Taken {
  readonly entryId: string;
  readonly size: bigint;
}

export function newOrderState(
  intent: OrderIntent,
  decisionPrice: bigint | null,
  scale: InstrumentScale,
  actor: Actor,
  owner: string,
  trace: string,
  at: number,
  number = 0,
  slot = scale.index,
): OrderState {
  const size = parseFixed(intent.size, scale.sizeDigits);
  return {
    orderId: intent.orderId,
    instrument: scale.index,
    scale,
    slot,
    side: intent.side,
    reduceOnly: intent.reduceOnly,
    group: intent.link === undefined || intent.link.role === "oto" ? null : intent.link.group,
    actor,
    owner,
    trace,
    createdAt: at,
    beganAt: at,
    decisionPrice,
    intent,
    size,
    planned: size,
    filled: 0n,
    undone: 0n,
    remaining: size,
    exposed: size,
    requested: null,
    limitPrice: intent.limitPrice === undefined ? null : parseFixed(intent.limitPrice, scale.priceDigits),
    triggeredAt: null,
    cost: 0n,
    fees: 0n,
    status: "initialized",
    prior: "initialized",
    statusReason: "",
    updatedAt: at,
    heardAt: at,
    atVenue: false,
    refused: false,
    lost: false,
    approved: false,
    cleared: false,
    unknownSince: null,
    number,
    held: 0n,
    edited: null,
    took: null,
    fitted: intent.link?.replaces !== undefined,
    cancelAskedAt: null,
    cancelAskedBy: 0,
    withdrawn: false,
    changed: 0,
    filledBy: 0,
    lostBy: 0,
    endedBy: 0,
    spent: false,
    cause: null,
    fillIds: [],
    view: null,
  };
}

/** Whether its fills and what was taken back of them come to its size: a venue that does not put that back to work has done with it. */
export function isTradedOut({ undone, exposed }: OrderState): boolean {
  return undone > 0n && exposed <= undone;
}

/** When its cancel was asked for, where that was not to let its size follow what it protects; else never. */
export function canceledAt({ cancelAskedAt, withdrawn }: OrderState): number {
  return cancelAskedAt === null || withdrawn ? Number.NEGATIVE_INFINITY : cancelAskedAt;
}

/** The order as its agent is told of it. */
export function orderNote({ orderId, intent, side, reduceOnly, status, statusReason }: OrderState): OrderNote {
  const { instrumentId, reason, link } = intent;
  return { orderId, instrumentId, side, reduceOnly, status, statusReason, reason, link };
}

/** The order as screens show it; made once per change. */
export function orderView(order: OrderState): OrderView {
  order.view ??= viewOf(order);
  return order.view;
}

/** Optional fields are set afterwards: spreading them in costs microseconds on every change of every order. */
function viewOf(order: OrderState): OrderView {
  const { intent, scale } = order;
  const view: Mutable<OrderView> = {
    orderId: order.orderId,
    instrumentId: intent.instrumentId,
    side: order.side,
    type: intent.type,
    size: intent.size,
    timeInForce: intent.timeInForce,
    postOnly: intent.postOnly,
    reduceOnly: order.reduceOnly,
    status: order.status,
    statusReason: order.statusReason,
    filledSize: formatFixed(order.filled, scale.sizeDigits),
    fees: formatFixed(order.fees, MONEY_DIGITS),
    actor: order.actor,
    reason: intent.reason,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  };
  if (intent.limitPrice !== undefined) view.limitPrice = intent.limitPrice;
  if (intent.type !== "market" && intent.type !== "limit") addTrigger(view, order);
  if (intent.expireAt !== undefined) view.expireAt = intent.expireAt;
  if (intent.positionSide !== undefined) view.positionSide = intent.positionSide;
  if (intent.bracket !== undefined) view.bracket = intent.bracket;
  if (intent.link !== undefined) view.link = intent.link;
  if (intent.managedBy !== undefined) view.managedBy = intent.managedBy;
  if (order.beganAt !== order.createdAt) view.beganAt = order.beganAt;
  if (order.filled !== 0n) view.averagePrice = averageText(scale, order.cost, order.filled);
  return view;
}

function addTrigger(view: Mutable<OrderView>, { intent, triggeredAt }: OrderState): void {
  const { triggerPrice, triggerBy, trailingOffset, trailingOffsetType } = intent;
  if (triggerPrice !== undefined) view.triggerPrice = triggerPrice;
  if (triggerBy !== undefined) view.triggerBy = triggerBy;
  if (trailingOffset !== undefined) view.trailingOffset = trailingOffset;
  if (trailingOffsetType !== undefined) view.trailingOffsetType = trailingOffsetType;
  if (triggeredAt !== null) view.triggeredAt = triggeredAt;
}

type Mutable<T> = { -readonly [key in keyof T]: T[key] };
