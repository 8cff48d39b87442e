import { divideHalfEven, parseFixed, tenTo, toNumber } from "../../../shared/model/fixed.ts";
import type { OrderIntent, OrderType } from "../../../shared/model/order.ts";
import type { InstrumentScale } from "../gate.ts";
import type { OrderState } from "../order-state.ts";

const stops: ReadonlySet<OrderType> = new Set(["stop", "stop-limit", "trailing-stop"]);

/** The price a watched order listens to: the last one, or the side of the quote that it would trade at. */
export const sources = ["last", "ask", "bid"] as const;
export type Source = (typeof sources)[number];

/** An order whose trigger the desk watches. */
export interface Watch {
  readonly order: OrderState;
  /** Counts the watches: of two orders the smaller number came first. */
  readonly number: number;
  readonly source: Source;
  /** Released when the price rises to the level, else when it falls to it. */
  readonly rising: boolean;
  /** It leaves a position that goes against it: it comes before one that takes a profit. */
  readonly isStop: boolean;
  readonly trail: Trail | null;
  /** The level as a double; out of reach for a trailing stop that has seen no price. */
  readonly level: number;
  /** The best price that a trailing stop has followed, NaN before the first. Only spares work: the level decides. */
  best: number;
}

interface Trail {
  /** Price units, or parts of 10^-8 percent of the best price where `relative`. */
  readonly offset: bigint;
  readonly relative: boolean;
}

const percentDigits = 8;

/** What the desk watches for an order. Its level is that of the intent, which each move of a trailing stop changes. */
export function watchOf(order: OrderState, number: number): Watch {
  const { intent, scale, side } = order;
  const isStop = stops.has(intent.type);
  const rising = isStop === (side === "buy");
  const never = rising ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const quoted = side === "buy" ? "ask" : "bid";
  return {
    order,
    number,
    source: intent.triggerBy === "quote" ? quoted : "last",
    rising,
    isStop,
    trail: intent.type === "trailing-stop" ? trailOf(intent, scale) : null,
    level: intent.triggerPrice === undefined ? never : levelOf(intent.triggerPrice, scale),
    best: Number.NaN,
  };
}

function levelOf(text: string, { priceDigits }: InstrumentScale): number {
  return toNumber(parseFixed(text, priceDigits), priceDigits);
}

function trailOf({ trailingOffset = "0", trailingOffsetType }: OrderIntent, scale: InstrumentScale): Trail {
  if (trailingOffsetType === "ticks")
    return { offset: parseFixed(trailingOffset, 0) * scale.priceStep, relative: false };
  if (trailingOffsetType === "percent") return { offset: parseFixed(trailingOffset, percentDigits), relative: true };
  return { offset: parseFixed(trailingOffset, scale.priceDigits), relative: false };
}

/** The level, in price units, that a trailing stop takes after a price; `null` where its own is as near already. */
export function trailedLevel({ trail, rising, order }: Watch, price: number): bigint | null {
  if (trail === null) return null;
  const { priceDigits, priceStep } = order.scale;
  // The middle of a quote has one decimal more than its sides, and a level is a price that an order can have.
  const tenths = BigInt(Math.round(price * Number(tenTo(priceDigits + 1))));
  const best = divideHalfEven(tenths, priceStep * 10n) * priceStep;
  const steps = trail.relative ? divideHalfEven(best * trail.offset, tenTo(percentDigits + 2) * priceStep) : 0n;
  const distance = trail.relative ? (steps > 0n ? steps : 1n) * priceStep : trail.offset;
  const level = rising ? best + distance : best - distance;
  const { triggerPrice } = order.intent;
  if (level <= 0n) return null;
  if (triggerPrice === undefined) return level;
  const now = parseFixed(triggerPrice, priceDigits);
  return (rising ? level < now : level > now) ? level : null;
}
