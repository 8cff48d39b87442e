import type { Ratio } from "../../../shared/model/ratio.ts";
import { type Position, splitPosition } from "../position.ts";
import type { Holding } from "./valuation.ts";

/**
 * The account as it was when a trading day began, and the prices it is valued at: the last ones of the day before, and of an
 * instrument that had none, as after a restart, the first that it shows. What is made or lost meanwhile is so the new day's.
 */
export class DayOpening implements Holding {
  readonly balances: bigint[];
  readonly positions: Position[];
  /** By instrument. */
  readonly prices: Float64Array;
  /** The instruments with open positions. */
  readonly held: readonly number[];
  readonly #needed: readonly number[];

  /** `needed` are the instruments whose prices make equity. */
  constructor(
    { balances, positions }: Holding,
    held: readonly number[],
    needed: readonly number[],
    prices: Float64Array,
  ) {
    this.balances = [...balances];
    this.positions = [...positions];
    this.held = held;
    this.#needed = needed;
    this.prices = prices.slice();
  }

  get isPriced(): boolean {
    return this.#needed.every((instrument) => !Number.isNaN(this.prices[instrument]));
  }

  /** An instrument has shown a price: its first counts. */
  see(instrument: number, price: number): void {
    if (Number.isNaN(this.prices[instrument])) this.prices[instrument] = price;
  }

  /** Money was brought or taken, which is no profit or loss of the day. */
  bring(currency: number, amount: bigint): void {
    while (this.balances.length <= currency) this.balances.push(0n);
    this.balances[currency] = (this.balances[currency] as bigint) + amount;
  }

  /** One old unit has become `numerator / denominator` new ones. */
  split(instrument: number, slots: readonly number[], { numerator, denominator }: Ratio): void {
    for (const slot of slots) {
      this.positions[slot] = splitPosition(this.positions[slot] as Position, numerator, denominator);
    }
    this.prices[instrument] = ((this.prices[instrument] as number) * Number(denominator)) / Number(numerator);
  }
}
