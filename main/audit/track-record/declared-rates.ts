import type { Conversion } from "../../../shared/model/account-terms.ts";
import { decimalsOf, divideHalfEven, parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { MoneySum } from "./money-sum.ts";

/** A declared conversion, or its inverse; without a ratio where it follows an instrument's price. */
interface Step {
  readonly to: string;
  readonly ratio: readonly [numerator: bigint, denominator: bigint] | null;
}

/**
 * What the account's terms declare of the worth of currencies. A rate that follows an instrument's price is none here: what
 * it was is known where an event tells it, and none is guessed. The way to the account's own currency is the desk's: the
 * shortest, the first declared of equals.
 */
export class DeclaredRates {
  readonly own: string;
  readonly #steps = new Map<string, Step[]>();
  readonly #rates = new Map<string, Step["ratio"]>();

  constructor(own: string, conversions: readonly Conversion[]) {
    this.own = own;
    for (const { from, to, rate } of conversions) {
      const digits = rate === undefined ? 0 : decimalsOf(rate);
      const ratio = rate === undefined ? null : ([parseFixed(rate, digits), tenTo(digits)] as const);
      this.#add(from, { to, ratio });
      this.#add(to, { to: from, ratio: ratio && [ratio[1], ratio[0]] });
    }
  }

  /** The name a currency is booked under: what is declared at par with the account's own counts as the same. */
  nameOf(currency: string): string {
    const rate = this.#rateOf(currency);
    return rate !== null && rate[0] === rate[1] ? this.own : currency;
  }

  /** A sum in the account's own currency: at the declared rate, else each part at that of its moment; `null` where the record holds no rate. */
  sumInOwn(currency: string, { amount, told }: MoneySum): bigint | null {
    return currency === this.own || this.#rateOf(currency) !== null ? this.toOwn(currency, amount) : told;
  }

  /** Money in the account's own currency at the declared rate, rounded half to even; `null` where none is declared. */
  toOwn(currency: string, amount: bigint): bigint | null {
    if (currency === this.own || amount === 0n) return amount;
    const rate = this.#rateOf(currency);
    return rate && divideHalfEven(amount * rate[0], rate[1]);
  }

  #add(from: string, step: Step): void {
    const steps = this.#steps.get(from);
    if (steps) steps.push(step);
    else this.#steps.set(from, [step]);
  }

  #rateOf(currency: string): Step["ratio"] {
    const known = this.#rates.get(currency);
    if (known !== undefined) return known;
    const rate = this.#search(currency);
    this.#rates.set(currency, rate);
    return rate;
  }

  #search(currency: string): Step["ratio"] {
    const seen = new Set([currency]);
    let ends: { readonly at: string; readonly ratio: Step["ratio"] }[] = [{ at: currency, ratio: [1n, 1n] }];
    while (ends.length > 0) {
      const next: typeof ends = [];
      for (const { at, ratio } of ends) {
        if (at === this.own) return ratio;
        for (const { to, ratio: step } of this.#steps.get(at) ?? []) {
          if (seen.has(to)) continue;
          seen.add(to);
          next.push({ at: to, ratio: ratio && step && [ratio[0] * step[0], ratio[1] * step[1]] });
        }
      }
      ends = next;
    }
    return null;
  }
}
