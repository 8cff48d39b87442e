import { Decimal } from "decimal.js";

export interface BreakEvenOf {
  /** Signed: above zero long, below zero short. */
  readonly size: string;
  readonly averagePrice: string;
  /** The fee of the fills that opened and of the one that closes, in basis points of their worth. */
  readonly feeBps: string;
  readonly priceIncrement: string;
}

/**
 * Where a position is closed without gain or loss, the taker fees of both fills included, rounded to an increment on the
 * side of the position: `entry × (1 ± fee) ÷ (1 ∓ fee)`.
 */
export function breakEvenPrice({ size, averagePrice, feeBps, priceIncrement }: BreakEvenOf): string {
  const long = !size.startsWith("-");
  const fee = new Decimal(feeBps).div(10_000);
  const [paid, kept] = long ? [fee.add(1), fee.neg().add(1)] : [fee.neg().add(1), fee.add(1)];
  const exact = new Decimal(averagePrice).mul(paid).div(kept);
  // A hair of rounding in the division must not cost an increment.
  const steps = exact.div(priceIncrement).toDecimalPlaces(12, Decimal.ROUND_HALF_EVEN);
  const rounded = steps.toDecimalPlaces(0, long ? Decimal.ROUND_CEIL : Decimal.ROUND_FLOOR);
  return rounded.mul(priceIncrement).toFixed(new Decimal(priceIncrement).decimalPlaces());
}
