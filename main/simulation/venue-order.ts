import { parseFixed } from "../../shared/model/fixed.ts";
import type { ExecutionReport, OrderIntent } from "../../shared/model/order.ts";
import { dayOrderEnd } from "../../shared/model/trading-session.ts";
import { follow, type Trigger, triggerOf } from "./trigger.ts";
import type { VenueTerms } from "./venue-terms.ts";

/** An order at the venue. Sizes and prices are units of its instrument. */
export interface VenueOrder {
  /** As sent, with what amendments have changed. */
  intent: OrderIntent;
  readonly buy: boolean;
  size: bigint;
  filled: bigint;
  limit: bigint | null;
  /** The limit as a double, to compare with market data; NaN for market orders. */
  limitPrice: number;
  /** What it waits for before it may trade; `null` when it may. */
  trigger: Trigger | null;
  /** When it came, or came anew by an amendment, UTC milliseconds: no price of before is for it. */
  arrivedAt: number;
  /** It could trade when it arrived: what it takes then, it takes as taker. `null` until a price is known. */
  marketable: boolean | null;
  /** UTC milliseconds from which it no longer works; infinite without an end. */
  expiresAt: number;
  /** Size that stands before it at its price, where the venue keeps queues. */
  ahead: bigint;
  /** Where it stands among the orders of its book: of two orders the smaller number came first. */
  place: number;
  /** Changes whenever it is put into the book's heaps anew, so that what they held before counts no more. */
  stamp: number;
  /** The venue's own, which liquidates a position. */
  readonly own: boolean;
  /** What the venue has said about it, for whoever asks again. */
  readonly said: ExecutionReport[];
  done: "working" | "filled" | "canceled" | "rejected" | "expired";
}

/** What a restart knows of an order: when it was sent, how much of it is filled, and whether its trigger was released. */
export interface OrderProgress {
  readonly sentAt: number;
  readonly filled: string;
  readonly triggered: boolean;
  /** The best price there was since, which a trailing stop has followed; absent or NaN where nobody knows. */
  readonly best?: number;
  /** UTC milliseconds until which the market may have met it; without them until the venue's own time. */
  readonly seenUntil?: number;
}

/** Reads an intent into the venue's integers. Throws a RangeError where it is off the instrument's digits. */
export function venueOrder(intent: OrderIntent, terms: VenueTerms, at: number, progress?: OrderProgress): VenueOrder {
  const limit = intent.limitPrice;
  const trigger = progress?.triggered === true ? null : triggerOf(intent, terms);
  if (trigger !== null) follow(trigger, progress?.best ?? Number.NaN, terms);
  return {
    intent,
    buy: intent.side === "buy",
    size: parseFixed(intent.size, terms.sizeDigits),
    filled: progress === undefined ? 0n : parseFixed(progress.filled, terms.sizeDigits),
    limit: limit === undefined ? null : parseFixed(limit, terms.priceDigits),
    limitPrice: limit === undefined ? Number.NaN : Number(limit),
    trigger,
    arrivedAt: Number.NEGATIVE_INFINITY,
    marketable: null,
    expiresAt: endOf(intent, terms, progress?.sentAt ?? at),
    ahead: 0n,
    place: 0,
    stamp: 0,
    own: false,
    said: [],
    done: "working",
  };
}

/** Whether an order has one chance and never rests. */
export function isImmediate({ timeInForce }: OrderIntent): boolean {
  return timeInForce === "IOC" || timeInForce === "FOK";
}

function endOf({ timeInForce, expireAt }: OrderIntent, { instrument }: VenueTerms, at: number): number {
  if (timeInForce === "GTD") return expireAt ?? Number.POSITIVE_INFINITY;
  return timeInForce === "DAY" ? dayOrderEnd(instrument.tradingHours, at) : Number.POSITIVE_INFINITY;
}
