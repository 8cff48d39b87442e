/** The share of an amount that the rounding of its sums stays far below. */
const roundingShare = 2 ** -26;

/**
 * The prices of each instrument between which its open positions learn nothing: no new extreme, and no new peak of equity.
 * What stands below its peak has room to it, and every instrument may use up an equal part of that. An instrument that is
 * not held learns nothing from any price.
 */
export class QuietPrices {
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  /** The price at which equity was last summed up. */
  readonly #anchors: Float64Array;
  /** What one instrument may bring from there on before equity has to be summed up again. */
  #share = 0;

  constructor(instruments: number) {
    this.#from = new Float64Array(instruments).fill(Number.NEGATIVE_INFINITY);
    this.#to = new Float64Array(instruments).fill(Number.POSITIVE_INFINITY);
    this.#anchors = new Float64Array(instruments);
  }

  /** Whether prices from `low` to `high` tell nothing. */
  holds(instrument: number, low: number, high: number): boolean {
    return low >= (this.#from[instrument] as number) && high <= (this.#to[instrument] as number);
  }

  /** Nothing is held of an instrument any more. */
  release(instrument: number): void {
    this.#set(instrument, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  /** Something else than prices has changed: the next price counts, whatever it is. */
  wake(held: readonly number[]): void {
    for (const instrument of held) this.#set(instrument, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
  }

  /** Equity has been summed up at the last prices: `room` is what it lacks to its peak, `amounts` what was summed up, unsigned. */
  measured(held: readonly number[], lasts: Float64Array, room: number, amounts: number): void {
    this.#share = (room - amounts * roundingShare) / held.length;
    for (let i = 0; i < held.length; i++) {
      const instrument = held[i] as number;
      this.#anchors[instrument] = lasts[instrument] as number;
    }
  }

  /** Whether a price may have brought equity to its peak; `worth` is signed, of one unit of price. */
  mayPeak(instrument: number, price: number, worth: number): boolean {
    return !((price - (this.#anchors[instrument] as number)) * worth < this.#share);
  }

  /**
   * Where an instrument is quiet from now on: inside its extremes, and before what it holds has used up its part of the
   * room. What has had no price since it was held is not quiet.
   */
  settle(instrument: number, low: number, high: number, worth: number): void {
    const peak = (this.#anchors[instrument] as number) + this.#share / worth;
    if (Number.isNaN(peak)) this.wake([instrument]);
    else this.#set(instrument, worth < 0 && peak > low ? peak : low, worth > 0 && peak < high ? peak : high);
  }

  #set(instrument: number, from: number, to: number): void {
    this.#from[instrument] = from;
    this.#to[instrument] = to;
  }
}
