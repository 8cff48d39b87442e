/** Gains added up before equity is summed up again, and the share of an amount that their rounding stays far below. */
const mostGains = 1024;
const roundingShare = 2 ** -26;

/**
 * The highest equity so far. A new peak costs a few doubles while the market runs: it is made exact, at the prices that
 * made it, when someone asks or when cash or positions are about to change. What stands below its peak is not summed up
 * for every price: what prices have brought since is, until that may reach the peak.
 */
export class EquityPeak {
  #peak: bigint;
  #highest = Number.NEGATIVE_INFINITY;
  #pending = false;
  /** What prices have brought since equity was summed up, and what they may bring before it is summed up again. */
  #gained = -0;
  #room = -0;
  #gainsLeft = 0;
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
    if (!(equity > this.#highest)) return;
    this.#highest = equity;
    this.#pending = true;
    const at = this.#at;
    for (let i = 0; i < at.length; i++) at[i] = prices[i] as number;
  }

  /** Where equity has been summed up; from here on {@link mayRise} adds to it. `cash` is unsigned. */
  stand(equity: number, cash: number): void {
    this.#gained = 0;
    this.#gainsLeft = mostGains;
    this.#room = this.#highest - equity - (Math.abs(equity) + cash) * roundingShare;
  }

  /** Takes in what one price has brought; whether equity has to be summed up, because it may stand above its peak now. */
  mayRise(gain: number): boolean {
    this.#gained += gain;
    // A price that has brought nothing makes no new peak: sums of doubles do not grow where one of them does not.
    if (gain <= 0) return false;
    return !(this.#gained < this.#room && this.#gainsLeft-- > 0);
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
    this.#highest = Number.NEGATIVE_INFINITY;
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
