import type { Conversion } from "../../../shared/model/account-terms.ts";
import { decimalsOf, divideHalfEven, parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { InstrumentScale, Ratio } from "../gate.ts";
import type { Marks } from "../marks.ts";

export const par: Ratio = { numerator: 1n, denominator: 1n };

/** The price of an instrument in its price units; `null` where there is none. */
export type UnitsOf = (instrument: number) => bigint | null;

/** One declared conversion, or its inverse. */
interface Step {
  readonly to: string;
  /** The instrument it is read from; `null` of a fixed rate. */
  readonly source: number | null;
  /** `null` while its instrument has no price. */
  ratio(unitsOf: UnitsOf): Ratio | null;
  /** One for one, whatever the market does. */
  readonly isPar: boolean;
}

/**
 * The currencies an account has to do with, by number: 0 is its own. What is declared at par with it counts as the same
 * currency and is booked as such. A rate is the product of declared ones, over as few as possible; where there is no way
 * there is no rate, and none is guessed.
 */
export class Currencies {
  readonly names: string[];
  /** The account holds, or can come to hold, nothing but its own currency. */
  single = true;
  readonly #own: string;
  readonly #numbers = new Map<string, number>();
  readonly #ways: (readonly Step[] | null)[] = [[]];
  readonly #steps = new Map<string, Step[]>();
  readonly #unitsOf: UnitsOf;

  constructor(
    own: string,
    conversions: readonly Conversion[],
    scales: readonly InstrumentScale[],
    marks: Pick<Marks, "units">,
  ) {
    this.names = [own];
    this.#own = own;
    this.#unitsOf = (instrument) => marks.units(instrument);
    this.#numbers.set(own, 0);
    for (const conversion of conversions) {
      const { from, to } = conversion;
      const read = reader(conversion, scales);
      if (read === null) continue;
      this.#add(from, { to, ...read });
      this.#add(to, { ...read, to: from, ratio: (unitsOf) => inverse(read.ratio(unitsOf)) });
    }
    for (const { instrument } of scales) this.numberOf(instrument.quoteCurrency);
  }

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const way = this.#wayFrom(name);
    const isPar = way?.every((step) => step.isPar) === true;
    const number = isPar ? 0 : this.names.length;
    this.#numbers.set(name, number);
    if (!isPar) {
      this.names.push(name);
      this.single = false;
      this.#ways[number] = way;
    }
    return number;
  }

  /** The instruments that a currency's rate is read from. */
  sources(number: number): readonly number[] {
    return (this.#ways[number] ?? []).flatMap(({ source }) => source ?? []);
  }

  /** What one unit is worth in the account's currency, at the last prices unless told; `null` without a rate. */
  rate(number: number, unitsOf = this.#unitsOf): Ratio | null {
    if (number === 0) return par;
    const way = this.#ways[number];
    if (!way) return null;
    let numerator = 1n;
    let denominator = 1n;
    for (const step of way) {
      const ratio = step.ratio(unitsOf);
      if (ratio === null) return null;
      numerator *= ratio.numerator;
      denominator *= ratio.denominator;
    }
    return { numerator, denominator };
  }

  /** Money in the account's currency, rounded half to even; `null` without a rate. */
  toOwn(number: number, amount: bigint, unitsOf = this.#unitsOf): bigint | null {
    if (number === 0 || amount === 0n) return amount;
    const rate = this.rate(number, unitsOf);
    return rate && divideHalfEven(amount * rate.numerator, rate.denominator);
  }

  #add(from: string, step: Step): void {
    const steps = this.#steps.get(from);
    if (steps) steps.push(step);
    else this.#steps.set(from, [step]);
  }

  /** The shortest chain of declared conversions to the account's currency, the first declared of equals. */
  #wayFrom(name: string): readonly Step[] | null {
    const seen = new Set([name]);
    let ends: { readonly at: string; readonly way: readonly Step[] }[] = [{ at: name, way: [] }];
    while (ends.length > 0) {
      const next: typeof ends = [];
      for (const { at, way } of ends) {
        if (at === this.#own) return way;
        for (const step of this.#steps.get(at) ?? []) {
          if (seen.has(step.to)) continue;
          seen.add(step.to);
          next.push({ at: step.to, way: [...way, step] });
        }
      }
      ends = next;
    }
    return null;
  }
}

/** How a conversion is read; `null` where its instrument is not traded here. */
function reader({ rate, instrumentId }: Conversion, scales: readonly InstrumentScale[]): Omit<Step, "to"> | null {
  if (rate !== undefined) {
    const digits = decimalsOf(rate);
    const ratio = { numerator: parseFixed(rate, digits), denominator: tenTo(digits) };
    return { source: null, ratio: () => ratio, isPar: ratio.numerator === ratio.denominator };
  }
  const scale = scales.find(({ instrument }) => instrument.id === instrumentId);
  if (scale === undefined) return null;
  const denominator = tenTo(scale.priceDigits);
  return {
    source: scale.index,
    isPar: false,
    ratio(unitsOf) {
      const numerator = unitsOf(scale.index);
      return numerator === null || numerator <= 0n ? null : { numerator, denominator };
    },
  };
}

function inverse(ratio: Ratio | null): Ratio | null {
  return ratio && { numerator: ratio.denominator, denominator: ratio.numerator };
}

/** Whether a currency counts as the account's own: it is, or it is declared at par with it. */
export function isAtPar(name: string, own: string, conversions: readonly Conversion[]): boolean {
  return new Currencies(own, conversions, [], { units: () => null }).numberOf(name) === 0;
}
