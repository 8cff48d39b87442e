/**
 * The highest equity so far. A new peak costs a few doubles while the market runs: it is made exact, at the prices that
 * made it, when someone asks or when cash or positions are about to change.
 */
export class EquityPeak {
  #peak: bigint;
  /** The highest equity that was offered, as a double. */
  highest = Number.NEGATIVE_INFINITY;
  #pending = false;
  readonly #at: Float64Array;
  readonly #exact: (prices: Float64Array) => bigint;

  /** `exact` is equity at given prices by instrument, with cash and positions as they are. */
  constructor(start: bigint, instruments: number, exact: (prices: Float64Array) => bigint) {
    this.#peak = start;
    this.#at = new Float64Array(instruments);
    this.#exact = exact;
  }

  /** Equity as a double, at the prices by instrument: tells when there may be a new peak. */
  offer(equity: number, prices: Float64Array): void {
    if (!(equity > this.highest)) return;
    this.highest = equity;
    this.#pending = true;
    const at = this.#at;
    for (let i = 0; i < at.length; i++) at[i] = prices[i] as number;
  }

  /** Before cash or positions change. */
  settle(): void {
    if (!this.#pending) return;
    this.#pending = false;
    this.raise(this.#exact(this.#at));
  }

  value(): bigint {
    this.settle();
    return this.#peak;
  }

  /** Cash that was brought or taken is no profit or loss. */
  shift(amount: bigint): void {
    this.settle();
    this.#peak += amount;
    this.highest = Number.NEGATIVE_INFINITY;
  }

  /** Takes in what is known exactly: cash when nothing is held, or what an earlier session has seen. */
  raise(equity: bigint): void {
    if (equity > this.#peak) this.#peak = equity;
  }

  /** Takes over what a snapshot says. */
  restore(peak: bigint): void {
    this.#pending = false;
    this.#peak = peak;
  }
}
