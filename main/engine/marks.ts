import { tenTo } from "../../shared/model/fixed.ts";
import type { BarInput } from "../../shared/model/market.ts";
import type { InstrumentScale } from "./gate.ts";
import { Mark } from "./mark.ts";

/**
 * Last prices by instrument, and what else the market has shown of each. Prices stay doubles while the market runs and become integers of
 * the instrument's price digits when money needs them.
 */
export class Marks {
  /** Last price as a double, NaN before the first. */
  readonly last: Float64Array;
  readonly #marks: readonly Mark[];
  readonly #units: bigint[];
  readonly #unitsOf: Float64Array;
  readonly #powers: number[];
  readonly #scales: readonly InstrumentScale[];
  readonly #period: () => number;

  /** `atrPeriod` is asked on every bar, so that a changed setting holds from the next bar on. */
  constructor(scales: readonly InstrumentScale[], atrPeriod: () => number) {
    const n = scales.length;
    this.last = new Float64Array(n).fill(Number.NaN);
    this.#marks = scales.map(() => new Mark());
    this.#units = scales.map(() => 0n);
    this.#unitsOf = new Float64Array(n).fill(Number.NaN);
    this.#powers = scales.map((scale) => Number(tenTo(scale.priceDigits)));
    this.#scales = scales;
    this.#period = atrPeriod;
  }

  of(instrument: number): Mark {
    return this.#marks[instrument] as Mark;
  }

  set(instrument: number, price: number, at: number): void {
    this.last[instrument] = price;
    this.of(instrument).lastAt = at;
  }

  /** Takes a closed bar into its instrument's average true range. */
  range(bar: BarInput): void {
    this.of(bar.instrument).range(bar, this.#period());
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
    this.last[instrument] = (this.last[instrument] as number) / factor;
    this.of(instrument).split(factor);
  }

  #exact(instrument: number, price: number): bigint {
    const scaled = Math.round(price * (this.#powers[instrument] as number));
    if (Math.abs(scaled) <= Number.MAX_SAFE_INTEGER) return BigInt(scaled);
    // Beyond 2^53 the double has no more decimals than its integer part can hold.
    return BigInt(Math.round(price)) * tenTo((this.#scales[instrument] as InstrumentScale).priceDigits);
  }
}
