import type { BarInput } from "../../shared/model/market.ts";

/**
 * What the market has shown of one instrument beside its last price: an object of its own, because its fields cost a
 * fraction of elements of typed arrays where several are read and written on every input. All are NaN before the first.
 */
export class Mark {
  /** Engine time of the last price; of a bar's close, the time it closed. */
  lastAt = Number.NaN;
  /** The last quote that had both sides, and its engine time. */
  bid = Number.NaN;
  ask = Number.NaN;
  quotedAt = Number.NaN;
  /** Wilder's average true range of the bars so far. */
  atr = Number.NaN;
  #previousClose = Number.NaN;
  #bars = 0;

  quote(bid: number, ask: number, at: number): void {
    this.bid = bid;
    this.ask = ask;
    this.quotedAt = at;
  }

  /** Takes a closed bar into the average true range (J. Welles Wilder, 1978): a plain mean until `period` bars are there, then smoothed. */
  range({ high, low, close }: BarInput, period: number): void {
    const bars = this.#bars + 1;
    let range = high - low;
    if (bars > 1) {
      const previous = this.#previousClose;
      if (high - previous > range) range = high - previous;
      if (previous - low > range) range = previous - low;
      const n = bars < period ? bars : period;
      range = (this.atr * (n - 1) + range) / n;
    }
    this.atr = range;
    this.#previousClose = close;
    this.#bars = bars;
  }

  /** After a split one old unit is `factor` new ones. */
  split(factor: number): void {
    this.bid /= factor;
    this.ask /= factor;
    this.atr /= factor;
    this.#previousClose /= factor;
  }
}
