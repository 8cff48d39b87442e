import { decimalsOf, parseFixed, tenTo } from "../../shared/model/fixed.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { OrderIntent } from "../../shared/model/order.ts";
import type { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";

/** A factor as a fraction of whole numbers. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const one: Ratio = { numerator: 1n, denominator: 1n };

/** A decimal text as a fraction. */
function ratioOf(text: string): Ratio {
  const digits = decimalsOf(text);
  return { numerator: parseFixed(text, digits), denominator: tenTo(digits) };
}

/** 1 ± bps / 10,000. */
function moved(bps: Ratio, sign: 1n | -1n): Ratio {
  const denominator = bps.denominator * 10_000n;
  return { numerator: denominator + sign * bps.numerator, denominator };
}

/** The factors that a market fill's price is moved by, against the trader. */
interface Move {
  readonly buy: Ratio;
  readonly sell: Ratio;
  /** Nothing moves: prices go to the nearest increment, else away from the trader. */
  readonly none: boolean;
}

const moveBy = (bps: Ratio): Move => ({ buy: moved(bps, 1n), sell: moved(bps, -1n), none: bps.numerator === 0n });

/** One instrument's increments and charges as integers, worked out once. */
export interface VenueTerms {
  readonly instrument: Instrument;
  readonly priceDigits: number;
  readonly sizeDigits: number;
  readonly priceStep: bigint;
  readonly sizeStep: bigint;
  /** Half the spread and slippage: a bar's price has no bid and ask of its own. */
  readonly barMove: Move;
  /** Slippage alone: a quote already holds the spread. */
  readonly quoteMove: Move;
  readonly participation: Ratio | null;
  /** Units of `10^-feeDigits` per price unit × size unit. */
  readonly makerFee: bigint;
  readonly takerFee: bigint;
  readonly makerFeeDigits: number;
  readonly takerFeeDigits: number;
}

/** Works out the terms of one instrument under the venue's settings. */
export function venueTerms(instrument: Instrument, settings: PaperVenueSettings): VenueTerms {
  const priceDigits = decimalsOf(instrument.priceIncrement);
  const sizeDigits = decimalsOf(instrument.sizeIncrement);
  const spread = ratioOf(settings.spreadBps);
  const slippage = ratioOf(settings.slippageBps);
  const halfSpreadAndSlippage = {
    numerator: spread.numerator * slippage.denominator + 2n * slippage.numerator * spread.denominator,
    denominator: 2n * spread.denominator * slippage.denominator,
  };
  const multiplierDigits = decimalsOf(instrument.multiplier);
  const multiplier = parseFixed(instrument.multiplier, multiplierDigits);
  const fee = (bps: string) => ({
    units: parseFixed(bps, decimalsOf(bps)) * multiplier,
    digits: priceDigits + sizeDigits + multiplierDigits + decimalsOf(bps) + 4,
  });
  const maker = fee(settings.makerFeeBps);
  const taker = fee(settings.takerFeeBps);
  return {
    instrument,
    priceDigits,
    sizeDigits,
    priceStep: parseFixed(instrument.priceIncrement, priceDigits),
    sizeStep: parseFixed(instrument.sizeIncrement, sizeDigits),
    barMove: moveBy(halfSpreadAndSlippage),
    quoteMove: moveBy(slippage),
    participation: settings.participation === undefined ? null : ratioOf(settings.participation),
    makerFee: maker.units,
    takerFee: taker.units,
    makerFeeDigits: maker.digits,
    takerFeeDigits: taker.digits,
  };
}

/** An order at the venue. Sizes and prices are units of its instrument. */
export interface VenueOrder {
  readonly intent: OrderIntent;
  readonly buy: boolean;
  size: bigint;
  filled: bigint;
  limit: bigint | null;
  /** The limit as a double, to compare with market data; NaN for market orders. */
  limitPrice: number;
  /** It could trade when it arrived: what it takes then, it takes as taker. `null` until a price is known. */
  marketable: boolean | null;
  done: "working" | "filled" | "canceled" | "rejected";
}

/** Reads an intent into the venue's integers. Throws a RangeError where it is off the instrument's digits. */
export function venueOrder(intent: OrderIntent, terms: VenueTerms, filled = "0"): VenueOrder {
  const limit = intent.limitPrice;
  return {
    intent,
    buy: intent.side === "buy",
    size: parseFixed(intent.size, terms.sizeDigits),
    filled: parseFixed(filled, terms.sizeDigits),
    limit: limit === undefined ? null : parseFixed(limit, terms.priceDigits),
    limitPrice: limit === undefined ? Number.NaN : Number(limit),
    marketable: null,
    done: "working",
  };
}
