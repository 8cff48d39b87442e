import { tenTo } from "../../shared/model/fixed.ts";
import type { BarInput } from "../../shared/model/market.ts";
import type { InstrumentScale } from "./gate.ts";

/**
 * Last prices and average true ranges by instrument. Prices stay doubles while the market runs and become integers of
 * the instrument's price digits when money needs them.
 */
export class Marks {
  /** Last price as a double, NaN before the first. */
  readonly last: Float64Array;
  /** Engine time of the last price; of a bar's close, the time it closed. */
  readonly lastAt: Float64Array;
  /** Wilder's average true range of the bars so far, NaN before the first bar. */
  readonly atr: Float64Array;
  /** The last quote that had both sides, and its engine time; NaN before the first. */
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  readonly quotedAt: Float64Array;
  readonly #previousClose: Float64Array;
  readonly #bars: Int32Array;
  readonly #units: bigint[];
  readonly #unitsOf: Float64Array;
  readonly #powers: number[];
  readonly #scales: readonly InstrumentScale[];
  readonly #period: () => number;

  /** `atrPeriod` is asked on every bar, so that a changed setting holds from the next bar on. */
  constructor(scales: readonly InstrumentScale[], atrPeriod: () => number) {
    const n = scales.length;
    this.last = new Float64Array(n).fill(Number.NaN);
    this.lastAt = new Float64Array(n).fill(Number.NaN);
    this.atr = new Float64Array(n).fill(Number.NaN);
    this.bid = new Float64Array(n).fill(Number.NaN);
    this.ask = new Float64Array(n).fill(Number.NaN);
    this.quotedAt = new Float64Array(n).fill(Number.NaN);
    this.#previousClose = new Float64Array(n).fill(Number.NaN);
    this.#bars = new Int32Array(n);
    this.#units = scales.map(() => 0n);
    this.#unitsOf = new Float64Array(n).fill(Number.NaN);
    this.#powers = scales.map((scale) => Number(tenTo(scale.priceDigits)));
    this.#scales = scales;
    this.#period = atrPeriod;
  }

  set(instrument: number, price: number, at: number): void {
    this.last[instrument] = price;
    this.lastAt[instrument] = at;
  }

  quote(instrument: number, bid: number, ask: number, at: number): void {
    this.bid[instrument] = bid;
    this.ask[instrument] = ask;
    this.quotedAt[instrument] = at;
  }

  /** Takes a closed bar into the average true range (J. Welles Wilder, 1978): a plain mean until `period` bars are there, then smoothed. */
  range({ instrument, high, low, close }: BarInput): void {
    const bars = (this.#bars[instrument] as number) + 1;
    let range = high - low;
    if (bars > 1) {
      const previous = this.#previousClose[instrument] as number;
      if (high - previous > range) range = high - previous;
      if (previous - low > range) range = previous - low;
      const period = this.#period();
      const n = bars < period ? bars : period;
      range = ((this.atr[instrument] as number) * (n - 1) + range) / n;
    }
    this.atr[instrument] = range;
    this.#previousClose[instrument] = close;
    this.#bars[instrument] = bars;
  }

  /** Last price in price units, rounded to the instrument's digits; `null` before the first. */
  units(instrument: number): bigint | null {
    const price = this.last[instrument] as number;
    if (Number.isNaN(price)) return null;
    if (price !== this.#unitsOf[instrument]) {
      this.#units[instrument] = this.#exact(instrument, price);
      this.#unitsOf[instrument] = price;
    }
    return this.#units[instrument] ?? null;
  }

  /** A price of the instrument in price units; `null` for none. */
  unitsOf(instrument: number, price: number): bigint | null {
    return Number.isNaN(price) ? null : this.#exact(instrument, price);
  }

  /** After a split one old unit is `factor` new ones: every price kept here counts in new units. */
  split(instrument: number, factor: number): void {
    for (const prices of [this.last, this.atr, this.bid, this.ask, this.#previousClose]) {
      prices[instrument] = (prices[instrument] as number) / factor;
    }
  }

  #exact(instrument: number, price: number): bigint {
    const scaled = Math.round(price * (this.#powers[instrument] as number));
    if (Math.abs(scaled) <= Number.MAX_SAFE_INTEGER) return BigInt(scaled);
    // Beyond 2^53 the double has no more decimals than its integer part can hold.
    return BigInt(Math.round(price)) * tenTo((this.#scales[instrument] as InstrumentScale).priceDigits);
  }
}
