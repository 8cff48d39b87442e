const grid = 1e8;
/** Two roundings' worth of relative error: the double nearest to a decimal, times the grid. */
const tolerance = 2 ** -51;

/**
 * A price in units of 10^-8, a whole number where the price is a decimal of at most eight places. Sums of whole numbers
 * are exact in doubles up to 2^53, so averages of recorded prices tie exactly when they tie on paper and a crossing is
 * never made of rounding noise. Other prices pass scaled but unrounded.
 */
export function exactInput(price: number): number {
  const scaled = price * grid;
  const whole = Math.round(scaled);
  return Math.abs(scaled - whole) <= whole * tolerance ? whole : scaled;
}
