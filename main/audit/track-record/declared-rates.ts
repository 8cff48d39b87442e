import type { Conversion } from "../../../shared/model/account-terms.ts";
import { conversionWay, rateAlong } from "../../../shared/model/conversion-way.ts";
import { divideHalfEven } from "../../../shared/model/fixed.ts";
import { type Ratio, ratioOf } from "../../../shared/model/ratio.ts";
import type { MoneySum } from "./money-sum.ts";

/**
 * What the account's terms declare of the worth of currencies. A rate that follows an instrument's price is none here: what
 * it was is known where an event tells it, and none is guessed. The way to the account's own currency is the desk's: the
 * shortest, the first declared of equals.
 */
export class DeclaredRates {
  readonly own: string;
  readonly #conversions: readonly Conversion[];
  readonly #rates = new Map<string, Ratio | null>();

  constructor(own: string, conversions: readonly Conversion[]) {
    this.own = own;
    this.#conversions = conversions;
  }

  /** The name a currency is booked under: what is declared at par with the account's own counts as the same. */
  nameOf(currency: string): string {
    const rate = this.#rateOf(currency);
    return rate !== null && rate.numerator === rate.denominator ? this.own : currency;
  }

  /** A sum in the account's own currency: at the declared rate, else each part at that of its moment; `null` where the record holds no rate. */
  sumInOwn(currency: string, { amount, told }: MoneySum): bigint | null {
    return currency === this.own || this.#rateOf(currency) !== null ? this.toOwn(currency, amount) : told;
  }

  /** Money in the account's own currency at the declared rate, rounded half to even; `null` where none is declared. */
  toOwn(currency: string, amount: bigint): bigint | null {
    if (currency === this.own || amount === 0n) return amount;
    const rate = this.#rateOf(currency);
    return rate && divideHalfEven(amount * rate.numerator, rate.denominator);
  }

  #rateOf(currency: string): Ratio | null {
    const known = this.#rates.get(currency);
    if (known !== undefined) return known;
    const way = conversionWay(this.#conversions, currency, this.own);
    const rate =
      way && rateAlong(way, (conversion) => (conversion.rate === undefined ? null : ratioOf(conversion.rate)));
    this.#rates.set(currency, rate);
    return rate;
  }
}
