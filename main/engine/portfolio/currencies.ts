import type { Conversion } from "../../../shared/model/account-terms.ts";
import {
  type ConversionStep,
  conversionWay,
  rateAlong,
  readableConversions,
} from "../../../shared/model/conversion-way.ts";
import { divideHalfEven, tenTo } from "../../../shared/model/fixed.ts";
import { par, type Ratio, ratioOf } from "../../../shared/model/ratio.ts";
import type { InstrumentScale } from "../gate.ts";
import type { Marks } from "../marks.ts";

/** The price of an instrument in its price units; `null` where there is none. */
export type UnitsOf = (instrument: number) => bigint | null;

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
  readonly #conversions: readonly Conversion[];
  readonly #numbers = new Map<string, number>();
  readonly #ways: (readonly ConversionStep[] | null)[] = [[]];
  /** How each conversion is read: a fixed rate, or the instrument whose price it follows. */
  readonly #readings = new Map<Conversion, Ratio | InstrumentScale>();
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
    const scaleOf = (id: string) => scales.find(({ instrument }) => instrument.id === id);
    this.#conversions = readableConversions(conversions, (id) => scaleOf(id) !== undefined);
    for (const conversion of this.#conversions) {
      const { rate, instrumentId } = conversion;
      const reading = rate === undefined ? scaleOf(instrumentId ?? "") : ratioOf(rate);
      if (reading !== undefined) this.#readings.set(conversion, reading);
    }
    for (const { instrument } of scales) this.numberOf(instrument.quoteCurrency);
  }

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const way = conversionWay(this.#conversions, name, this.#own);
    const isPar = way?.every(({ conversion }) => this.#isPar(conversion)) === true;
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
    return (this.#ways[number] ?? []).flatMap(({ conversion }) => {
      const reading = this.#readings.get(conversion);
      return reading !== undefined && "instrument" in reading ? reading.index : [];
    });
  }

  /** What one unit is worth in the account's currency, at the last prices unless told; `null` without a rate. */
  rate(number: number, unitsOf = this.#unitsOf): Ratio | null {
    if (number === 0) return par;
    const way = this.#ways[number];
    return way ? rateAlong(way, (conversion) => this.#rateOf(conversion, unitsOf)) : null;
  }

  /** Money in the account's currency, rounded half to even; `null` without a rate. */
  toOwn(number: number, amount: bigint, unitsOf = this.#unitsOf): bigint | null {
    if (number === 0 || amount === 0n) return amount;
    const rate = this.rate(number, unitsOf);
    return rate && divideHalfEven(amount * rate.numerator, rate.denominator);
  }

  #rateOf(conversion: Conversion, unitsOf: UnitsOf): Ratio | null {
    const reading = this.#readings.get(conversion);
    if (reading === undefined) return null;
    if (!("instrument" in reading)) return reading;
    const numerator = unitsOf(reading.index);
    return numerator === null || numerator <= 0n ? null : { numerator, denominator: tenTo(reading.priceDigits) };
  }

  /** Whether a conversion is one for one, whatever the market does. */
  #isPar(conversion: Conversion): boolean {
    const reading = this.#readings.get(conversion);
    return reading !== undefined && !("instrument" in reading) && reading.numerator === reading.denominator;
  }
}

/** Whether a currency counts as the account's own: it is, or it is declared at par with it. */
export function isAtPar(name: string, own: string, conversions: readonly Conversion[]): boolean {
  return new Currencies(own, conversions, [], { units: () => null }).numberOf(name) === 0;
}
