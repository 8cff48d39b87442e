/** The share of an amount that the rounding of a thousand million sums stays below. */
const roundingShare = 2 ** -22;

/**
 * The prices of each instrument between which its open positions learn nothing: no new extreme, and no new peak of equity,
 * which is followed from price to price. An instrument that is not held learns nothing from any price.
 */
export class QuietPrices {
  /** The lowest and highest price that tell nothing. */
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  /** What one unit of price is worth to what is held, signed, and the price that equity stands at. */
  readonly #worths: Float64Array;
  readonly #prices: Float64Array;
  /** Equity, nearly, and where it may be above its peak. */
  #equity = Number.NaN;
  #reach = Number.NaN;

  constructor(instruments: number) {
    this.#from = new Float64Array(instruments).fill(Number.NEGATIVE_INFINITY);
    this.#to = new Float64Array(instruments).fill(Number.POSITIVE_INFINITY);
    this.#worths = new Float64Array(instruments);
    this.#prices = new Float64Array(instruments);
  }

  /** Equity may be above its peak. */
  get mayPeak(): boolean {
    return !(this.#equity <= this.#reach);
  }

  /** Takes a price that came with a range; returns whether they tell something. */
  tells(instrument: number, price: number, low: number, high: number): boolean {
    const worth = this.#worths[instrument] as number;
    if (worth !== 0) {
      const change = price - (this.#prices[instrument] as number);
      if (change !== 0) {
        this.#prices[instrument] = price;
        this.#equity += change * worth;
        if (this.mayPeak) return true;
      }
    }
    return low < (this.#from[instrument] as number) || high > (this.#to[instrument] as number);
  }

  /** Nothing is held of an instrument any more. */
  release(instrument: number): void {
    this.#worths[instrument] = 0;
    this.#from[instrument] = Number.NEGATIVE_INFINITY;
    this.#to[instrument] = Number.POSITIVE_INFINITY;
  }

  /** Something else than prices has changed: the next price counts, whatever it is. */
  wake(held: readonly number[]): void {
    for (const instrument of held) {
      this.#from[instrument] = Number.POSITIVE_INFINITY;
      this.#to[instrument] = Number.NEGATIVE_INFINITY;
    }
  }

  /** Equity at the last prices, the highest it has been, and `amounts` what was summed up, unsigned. */
  measured(equity: number, highest: number, amounts: number): void {
    this.#equity = equity;
    this.#reach = highest - amounts * roundingShare;
  }

  /** Equity has been measured at `price` with what is held of an instrument; `worth` is signed, of one unit of price. */
  hold(instrument: number, price: number, worth: number): void {
    this.#prices[instrument] = price;
    this.#worths[instrument] = worth;
  }

  /** An instrument is quiet between its extremes. */
  settle(instrument: number, low: number, high: number): void {
    this.#from[instrument] = low;
    this.#to[instrument] = high;
  }
}
