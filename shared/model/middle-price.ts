/** A double holds about 15 decimal digits: so many of them are behind the point of a price below and of one above 1,000. */
const fine = 1e12;
const coarse = 1e8;

/**
 * The price halfway between bid and ask, as the decimal it is: (99.95 + 99.97) / 2 in doubles lies above 99.96, and an
 * order that waits for 99.96 would not be released.
 */
export function middlePrice(bid: number, ask: number): number {
  const middle = (bid + ask) / 2;
  const scale = middle < 1_000 ? fine : coarse;
  const decimal = Math.round(middle * scale) / scale;
  return Math.abs(decimal - middle) <= middle * 2 ** -51 ? decimal : middle;
}
