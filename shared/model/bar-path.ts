/**
 * The way a price is taken to have gone inside a bar: open, the extreme the close turned away from, the other extreme,
 * close; O-H-L-C when the close is below the open, else O-L-H-C. Each leg is a straight line over a third of the bar.
 */
export class BarPath {
  readonly #open: number;
  readonly #first: number;
  readonly #second: number;
  readonly #close: number;

  constructor(open: number, high: number, low: number, close: number) {
    const falls = close < open;
    this.#open = open;
    this.#first = falls ? high : low;
    this.#second = falls ? low : high;
    this.#close = close;
  }

  /** The price at `share` of the bar's time, 0 at the open and 1 at the close. */
  priceAt(share: number): number {
    if (share >= 1) return this.#close;
    const leg = Math.floor(share * 3);
    const start = this.#point(leg);
    return start + (this.#point(leg + 1) - start) * (share * 3 - leg);
  }

  /** The lowest price between two shares, both included. */
  lowest(from: number, to: number): number {
    return this.#extreme(from, to, Math.min);
  }

  /** The highest price between two shares, both included. */
  highest(from: number, to: number): number {
    return this.#extreme(from, to, Math.max);
  }

  /**
   * The first share in [from, to] at which the price stands at `level` on its way through it, or -1. `below` asks for
   * prices strictly under the level (a buy limit), else strictly over it. At `from` itself the price must be through.
   */
  firstThrough(level: number, below: boolean, from: number, to: number): number {
    return this.#search(level, below, false, from, to);
  }

  /** The same, but the level itself counts: `below` asks for prices at or under it. */
  firstAt(level: number, below: boolean, from: number, to: number): number {
    return this.#search(level, below, true, from, to);
  }

  #point(index: number): number {
    return index === 0 ? this.#open : index === 1 ? this.#first : index === 2 ? this.#second : this.#close;
  }

  #extreme(from: number, to: number, choose: (a: number, b: number) => number): number {
    let found = choose(this.priceAt(from), this.priceAt(to));
    if (from < 1 / 3 && to > 1 / 3) found = choose(found, this.#first);
    if (from < 2 / 3 && to > 2 / 3) found = choose(found, this.#second);
    return found;
  }

  /** Whether a price counts, then where the leg that ends in such a price crosses the level. */
  #search(level: number, below: boolean, touch: boolean, from: number, to: number): number {
    let startShare = from;
    let startPrice = this.priceAt(from);
    if (counts(startPrice, level, below, touch)) return from;
    for (let leg = Math.min(2, Math.floor(from * 3)); leg < 3 && startShare < to; leg++) {
      const endShare = Math.min(to, (leg + 1) / 3);
      const endPrice = endShare === (leg + 1) / 3 ? this.#point(leg + 1) : this.priceAt(endShare);
      if (counts(endPrice, level, below, touch)) {
        return startShare + (endShare - startShare) * ((level - startPrice) / (endPrice - startPrice));
      }
      startShare = endShare;
      startPrice = endPrice;
    }
    return -1;
  }
}

function counts(price: number, level: number, below: boolean, touch: boolean): boolean {
  return price === level ? touch : below ? price < level : price > level;
}
