import type { BarPath } from "../../shared/model/bar-path.ts";
import { divideHalfEven, parseFixed, tenTo, toNumber } from "../../shared/model/fixed.ts";
import type { OrderIntent, OrderType } from "../../shared/model/order.ts";
import { toIncrement } from "./fill-price.ts";
import type { VenueTerms } from "./venue-terms.ts";

/** The price an order waits for before it may trade. */
export interface Trigger {
  /** Released when the price rises to the level, else when it falls to it. */
  readonly rising: boolean;
  /** The quote's side that the order would trade at decides, else the last trade. */
  readonly byQuote: boolean;
  readonly trail: Trail | null;
  /** In price units, and the same as a double; a trailing stop that has seen no price has none yet. */
  units: bigint | null;
  level: number;
}

interface Trail {
  /** Price units, or parts of a million of the best price where `relative`. */
  readonly offset: bigint;
  readonly relative: boolean;
  best: number;
}

const percentDigits = 8;
const stops: ReadonlySet<OrderType> = new Set(["stop", "stop-limit", "trailing-stop"]);
const waiting: ReadonlySet<OrderType> = new Set([...stops, "market-if-touched", "limit-if-touched"]);

/** Whether orders of this type wait for a price before they may trade. */
export function waitsForPrice(type: OrderType): boolean {
  return waiting.has(type);
}

/** Whether a waiting order leaves a position that goes against it: it comes before one that takes a profit. */
export function isStop(type: OrderType): boolean {
  return stops.has(type);
}

/** The trigger of an intent; `null` for orders that wait for nothing. Throws a RangeError for prices off the instrument's digits. */
export function triggerOf(intent: OrderIntent, terms: VenueTerms): Trigger | null {
  const { type, side, triggerBy, triggerPrice, trailingOffset } = intent;
  if (!waitsForPrice(type)) return null;
  const rising = stops.has(type) === (side === "buy");
  const byQuote = triggerBy === "quote";
  if (type !== "trailing-stop") {
    const units = parseFixed(triggerPrice ?? "0", terms.priceDigits);
    return { rising, byQuote, trail: null, units, level: toNumber(units, terms.priceDigits) };
  }
  const trail = trailOf(trailingOffset ?? "0", intent.trailingOffsetType ?? "price", terms);
  const trigger: Trigger = { rising, byQuote, trail, units: null, level: Number.NaN };
  // A trailing stop may start from a price of its own: the stop it has before the market moves.
  if (triggerPrice !== undefined) setLevel(trigger, parseFixed(triggerPrice, terms.priceDigits), terms);
  return trigger;
}

function trailOf(offset: string, unit: NonNullable<OrderIntent["trailingOffsetType"]>, terms: VenueTerms): Trail {
  const best = Number.NaN;
  if (unit === "price") return { offset: parseFixed(offset, terms.priceDigits), relative: false, best };
  if (unit === "ticks") return { offset: parseFixed(offset, 0) * terms.priceStep, relative: false, best };
  return { offset: parseFixed(offset, percentDigits), relative: true, best };
}

function setLevel(trigger: Trigger, units: bigint, { priceDigits }: VenueTerms): void {
  trigger.units = units;
  trigger.level = toNumber(units, priceDigits);
}

/** Whether a price releases the trigger. */
export function isReleasedBy(trigger: Trigger, price: number): boolean {
  return trigger.rising ? price >= trigger.level : price <= trigger.level;
}

/** Lets a trailing stop follow a price that is better than all before; others stay where they are. */
export function follow(trigger: Trigger, price: number, terms: VenueTerms): void {
  const { trail, rising } = trigger;
  if (trail === null || !(price > 0) || (rising ? price >= trail.best : price <= trail.best)) return;
  trail.best = price;
  const { priceStep } = terms;
  const best = toIncrement(price, terms);
  const parts = tenTo(percentDigits + 2);
  const steps = trail.relative ? divideHalfEven(best * trail.offset, parts * priceStep) : 0n;
  const distance = trail.relative ? (steps > 0n ? steps : 1n) * priceStep : trail.offset;
  const units = rising ? best + distance : best - distance;
  // No price falls to zero: a stop further away than that has no level yet.
  if (units <= 0n) return;
  if (trigger.units === null || (rising ? units < trigger.units : units > trigger.units)) {
    setLevel(trigger, units, terms);
  }
}

/** Whether two triggers of one order wait for the same price, a trailing stop at the same distance. */
export function isSame({ trail, units }: Trigger, other: Trigger): boolean {
  return units === other.units && trail?.offset === other.trail?.offset;
}

/** What an amended trailing stop goes on from: the best price that the one before it has seen. */
export function followOn(trigger: Trigger, before: Trigger, terms: VenueTerms): void {
  if (before.trail !== null) follow(trigger, before.trail.best, terms);
}

/**
 * The first share of the bar in [from, to] at which the trigger is released on the bar's path, or -1. A trailing stop
 * follows the path on its way.
 */
export function releaseOnPath(trigger: Trigger, path: BarPath, from: number, to: number, terms: VenueTerms): number {
  const { trail, rising } = trigger;
  if (trail === null) return path.firstAt(trigger.level, !rising, from, to);
  for (let start = from; ; ) {
    const price = path.priceAt(start);
    if (isReleasedBy(trigger, price)) return start;
    follow(trigger, price, terms);
    if (start >= to) return -1;
    const end = Math.min(to, nextTurn(start));
    const share = path.firstAt(trigger.level, !rising, start, end);
    if (share >= 0) return share;
    start = end;
  }
}

/** The path turns at thirds of the bar. */
function nextTurn(share: number): number {
  return share < 1 / 3 ? 1 / 3 : share < 2 / 3 ? 2 / 3 : 1;
}
