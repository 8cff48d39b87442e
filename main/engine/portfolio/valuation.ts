import type { InstrumentScale } from "../gate.ts";
import type { Position } from "../position.ts";
import type { Currencies, UnitsOf } from "./currencies.ts";

/** What an account holds: cash by currency number, positions by slot. */
export interface Holding {
  readonly balances: readonly bigint[];
  readonly positions: readonly Position[];
}

/** What is held is worth so much at given prices. `held` are the instruments with open positions. */
export class Valuation {
  readonly #scales: readonly InstrumentScale[];
  readonly #currencies: Currencies;
  readonly #currencyOf: readonly number[];
  readonly #slotsOf: (instrument: number) => readonly number[];

  constructor(
    scales: readonly InstrumentScale[],
    currencies: Currencies,
    slotsOf: (instrument: number) => readonly number[],
  ) {
    this.#scales = scales;
    this.#currencies = currencies;
    this.#currencyOf = scales.map(({ instrument }) => currencies.numberOf(instrument.quoteCurrency));
    this.#slotsOf = slotsOf;
  }

  currencyOf(instrument: number): number {
    return this.#currencyOf[instrument] ?? 0;
  }

  /** Value of a position in its instrument's money, at its cost where there is no price. */
  value(instrument: number, { size, cost }: Position, mark: bigint | null): bigint {
    if (size === 0n) return 0n;
    return mark === null ? cost : size * mark * (this.#scales[instrument] as InstrumentScale).notionalFactor;
  }

  /** Cash and value in the account's currency. What has no rate is left out. */
  equity({ balances, positions }: Holding, held: readonly number[], unitsOf: UnitsOf): bigint {
    if (this.#currencies.single) {
      let sum = balances[0] as bigint;
      for (const instrument of held) sum += this.#valueOf(instrument, positions, unitsOf(instrument));
      return sum;
    }
    const sums = [...balances];
    for (const instrument of held) {
      const currency = this.currencyOf(instrument);
      sums[currency] = (sums[currency] ?? 0n) + this.#valueOf(instrument, positions, unitsOf(instrument));
    }
    return sums.reduce<bigint>(
      (all, each, currency) => all + (this.#currencies.toOwn(currency, each ?? 0n, unitsOf) ?? 0n),
      0n,
    );
  }

  #valueOf(instrument: number, positions: readonly Position[], mark: bigint | null): bigint {
    let sum = 0n;
    for (const slot of this.#slotsOf(instrument)) sum += this.value(instrument, positions[slot] as Position, mark);
    return sum;
  }

  /** The instruments whose prices make equity: what is held, and what the rates of its currencies are read from. */
  priced({ balances }: Pick<Holding, "balances">, held: readonly number[]): readonly number[] {
    if (this.#currencies.single) return held;
    const currencies = new Set(held.map((instrument) => this.currencyOf(instrument)));
    for (const [currency, balance] of balances.entries()) if (balance !== 0n) currencies.add(currency);
    const found = new Set(held);
    for (const currency of currencies) {
      for (const instrument of this.#currencies.sources(currency)) found.add(instrument);
    }
    return [...found].sort((a, b) => a - b);
  }

  /** Why equity is a guess, in plain words; empty when it is none. */
  gap({ balances }: Pick<Holding, "balances">, held: readonly number[], unitsOf: UnitsOf): string {
    for (const instrument of held) {
      const { id } = (this.#scales[instrument] as InstrumentScale).instrument;
      if (unitsOf(instrument) === null) return `${id} has no price and is held`;
      const gap = this.rateGap(this.currencyOf(instrument));
      if (gap !== "") return gap;
    }
    if (this.#currencies.single) return "";
    for (let currency = 1; currency < balances.length; currency++) {
      const gap = balances[currency] === 0n ? "" : this.rateGap(currency);
      if (gap !== "") return gap;
    }
    return "";
  }

  /** Why a currency has no value in the account's, in plain words; empty when it has one. */
  rateGap(currency: number): string {
    if (this.#currencies.rate(currency) !== null) return "";
    return `${this.#currencies.names[currency]} has no rate in ${this.#currencies.names[0]}`;
  }
}
