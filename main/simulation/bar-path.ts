/**
 * The way a price is taken to have gone inside a bar: open, the extreme the close turned away from, the other extreme,
 * close; O-H-L-C when the close is below the open, else O-L-H-C. Each leg is a straight line over a third of the bar.
 */
export interface BarPath {
  /** The price at `share` of the bar's time, 0 at the open and 1 at the close. */
  priceAt(share: number): number;
  /**
   * The first share in [from, to] at which the price stands at `level` on its way through it, or -1. `below` asks for
   * prices strictly under the level (a buy limit), else strictly over it. At `from` itself the price must be through.
   */
  firstThrough(level: number, below: boolean, from: number, to: number): number;
  /** The same, but the level itself counts: `below` asks for prices at or under it. */
  firstAt(level: number, below: boolean, from: number, to: number): number;
}

/** The path of one bar. */
export function barPath(open: number, high: number, low: number, close: number): BarPath {
  const points = close < open ? [open, high, low, close] : [open, low, high, close];
  const point = (index: number): number => points[index] ?? close;
  const priceAt = (share: number): number => {
    if (share >= 1) return close;
    const leg = Math.floor(share * 3);
    const start = point(leg);
    return start + (point(leg + 1) - start) * (share * 3 - leg);
  };
  /** Whether a price counts, then where the leg that ends in such a price crosses the level. */
  const search = (level: number, from: number, to: number, counts: (price: number) => boolean): number => {
    let startShare = from;
    let startPrice = priceAt(from);
    if (counts(startPrice)) return from;
    for (let leg = Math.min(2, Math.floor(from * 3)); leg < 3 && startShare < to; leg++) {
      const endShare = Math.min(to, (leg + 1) / 3);
      const endPrice = endShare === (leg + 1) / 3 ? point(leg + 1) : priceAt(endShare);
      if (counts(endPrice)) {
        return startShare + (endShare - startShare) * ((level - startPrice) / (endPrice - startPrice));
      }
      startShare = endShare;
      startPrice = endPrice;
    }
    return -1;
  };
  return {
    priceAt,
    firstThrough: (level, below, from, to) =>
      search(level, from, to, below ? (price) => price < level : (price) => price > level),
    firstAt: (level, below, from, to) =>
      search(level, from, to, below ? (price) => price <= level : (price) => price >= level),
  };
}
