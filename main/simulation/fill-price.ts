import { decimalOf, toStep } from "./exact-price.ts";
import type { VenueOrder } from "./venue-order.ts";
import { one, type VenueTerms } from "./venue-terms.ts";

/** Whole numbers of so many digits are exact doubles, and no two of them read as the same price. */
const safeUnits = 1e15;

/**
 * The whole number of units that a double price was written as, or -1 where it has more decimals than the instrument: the
 * quotient of two exact doubles is the double nearest to that decimal, so equality proves it.
 */
function unitsOf(price: number, { priceScale }: VenueTerms): number {
  const units = Math.round(price * priceScale);
  return units >= 0 && units < safeUnits && units / priceScale === price ? units : -1;
}

/** A double price at the nearest increment of the instrument, in price units. */
export function toIncrement(price: number, terms: VenueTerms): bigint {
  const units = unitsOf(price, terms);
  if (units >= 0 && units % terms.priceStepUnits === 0) return BigInt(units);
  return toStep(decimalOf(price), one, terms.priceStep, terms.priceDigits, "nearest");
}

/** One increment at least: nothing changes hands for nothing. */
function atLeastOne(price: bigint, { priceStep }: VenueTerms): bigint {
  return price > 0n ? price : priceStep;
}

/**
 * What a market order pays: the price moved against it by spread and slippage, to the increment away from the trader, one
 * at least.
 */
export function marketPrice(order: VenueOrder, price: number, terms: VenueTerms, move: VenueTerms["barMove"]): bigint {
  return atLeastOne(move.none ? toIncrement(price, terms) : movedPrice(order, price, terms, move), terms);
}

function movedPrice(order: VenueOrder, price: number, terms: VenueTerms, move: VenueTerms["barMove"]): bigint {
  const { priceStep, priceDigits } = terms;
  const { numerator, denominator } = order.buy ? move.buy : move.sell;
  const exact = unitsOf(price, terms);
  if (exact < 0) {
    return toStep(decimalOf(price), { numerator, denominator }, priceStep, priceDigits, order.buy ? "up" : "down");
  }
  const moved = BigInt(exact) * numerator;
  const steps = moved / (denominator * priceStep);
  return (order.buy && steps * denominator * priceStep !== moved ? steps + 1n : steps) * priceStep;
}

/**
 * A taker's price after the market's answer to its size: moved against it by `impactBps` × √(size ÷ volume), to the
 * increment away from the trader (the square-root law, Almgren et al. 2005). Without a volume nothing is known, so nothing moves.
 */
export function impacted(order: VenueOrder, price: bigint, size: bigint, volume: number, terms: VenueTerms): bigint {
  if (terms.impact === 0 || !(volume > 0)) return price;
  const share = Number(size) / (terms.sizeScale * volume);
  const move = Math.ceil((Number(price / terms.priceStep) * terms.impact * Math.sqrt(share)) / 10_000);
  // A volume that is next to none is none.
  if (!Number.isFinite(move)) return price;
  const distance = BigInt(move) * terms.priceStep;
  return capped(order, atLeastOne(order.buy ? price + distance : price - distance, terms));
}

/** The market's own price at the nearest increment, never worse than the order's limit. */
export function atMostLimit(order: VenueOrder, price: number, terms: VenueTerms): bigint {
  return capped(order, atLeastOne(toIncrement(price, terms), terms));
}

/** A price in units, never worse than the order's limit. */
export function capped({ buy, limit }: VenueOrder, price: bigint): bigint {
  if (limit === null) return price;
  return (buy ? price > limit : price < limit) ? limit : price;
}
