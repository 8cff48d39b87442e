import { decimalsOf, parseFixed, tenTo } from "../../shared/model/fixed.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
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
  /** The same as doubles, for prices that are exact in them: units per price, units per increment, units per size. */
  readonly priceScale: number;
  readonly priceStepUnits: number;
  readonly sizeScale: number;
  /** Half the spread and slippage: a bar's price has no bid and ask of its own. */
  readonly barMove: Move;
  /** Slippage alone: a quote already holds the spread. */
  readonly quoteMove: Move;
  readonly participation: Ratio | null;
  /** Basis points that a taker of a whole bar's or print's volume moves the price by. */
  readonly impact: number;
  /** Limit orders stand in queues; this much, in size units, stands ahead of one that joins a price. */
  readonly queueAhead: bigint | null;
  /** Units of `10^-feeDigits` per price unit × size unit. */
  readonly makerFee: bigint;
  readonly takerFee: bigint;
  readonly makerFeeDigits: number;
  readonly takerFeeDigits: number;
}

/** The largest power of ten that is an exact double. */
const exactPowers = 22;

/** 10^digits as a double; NaN where none is exact. */
function scaleOf(digits: number): number {
  return digits <= exactPowers ? Number(tenTo(digits)) : Number.NaN;
}

/** A size in units, up where it is finer than the instrument's: a queue is never shorter than said. */
function queueAhead(text: string, sizeDigits: number): bigint {
  const { numerator, denominator } = ratioOf(text);
  const units = numerator * tenTo(sizeDigits);
  return units % denominator === 0n ? units / denominator : units / denominator + 1n;
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
    priceScale: scaleOf(priceDigits),
    priceStepUnits: Number(parseFixed(instrument.priceIncrement, priceDigits)),
    sizeScale: scaleOf(sizeDigits),
    participation: settings.participation === undefined ? null : ratioOf(settings.participation),
    impact: Number(settings.impactBps),
    queueAhead: settings.queue ? queueAhead(settings.queueAhead, sizeDigits) : null,
    makerFee: maker.units,
    takerFee: taker.units,
    makerFeeDigits: maker.digits,
    takerFeeDigits: taker.digits,
  };
}
