/** What the peak is made of: cash and positions change seldom, prices always. */
interface PeakSource {
  /** Equity as a double: tells when there may be a new peak. */
  approximate(): number;
  /** The prices it was told by, by instrument. */
  readonly prices: Float64Array;
  /** Equity at such prices, exact. */
  exact(prices: Float64Array): bigint;
}

/**
 * The highest equity so far. A new peak costs a few doubles while the market runs: it is made exact, at the prices that
 * made it, when someone asks or when cash or positions are about to change.
 */
export class EquityPeak {
  #peak: bigint;
  #highest = Number.NEGATIVE_INFINITY;
  #pending = false;
  readonly #at: Float64Array;
  readonly #source: PeakSource;

  constructor(start: bigint, source: PeakSource) {
    this.#peak = start;
    this.#source = source;
    this.#at = new Float64Array(source.prices.length);
  }

  see(): void {
    const equity = this.#source.approximate();
    if (!(equity > this.#highest)) return;
    this.#highest = equity;
    this.#at.set(this.#source.prices);
    this.#pending = true;
  }

  /** Before cash or positions change. */
  settle(): void {
    if (!this.#pending) return;
    this.#pending = false;
    const exact = this.#source.exact(this.#at);
    if (exact > this.#peak) this.#peak = exact;
  }

  value(): bigint {
    this.settle();
    return this.#peak;
  }

  /** Cash that was brought or taken is no profit or loss. */
  shift(amount: bigint): void {
    this.settle();
    this.#peak += amount;
    this.#highest = Number.NEGATIVE_INFINITY;
  }

  /** Takes in what is known exactly: cash when nothing is held, or what an earlier session has seen. */
  raise(equity: bigint): void {
    if (equity > this.#peak) this.#peak = equity;
  }
}
