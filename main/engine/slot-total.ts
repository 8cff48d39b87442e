import { ExactSum } from "./exact-sum.ts";
import type { Figure, SlotHolding } from "./slot-holding.ts";

/** The sum of one figure over slots: exact ones by what makes money of them, all others in money. */
export class SlotTotal {
  readonly #factors: readonly bigint[];
  readonly #sums: readonly ExactSum[];
  #money = 0n;

  constructor(factors: readonly bigint[]) {
    this.#factors = factors;
    this.#sums = factors.map(() => new ExactSum());
  }

  add(whole: number, factor: number): void {
    (this.#sums[factor] as ExactSum).add(whole);
  }

  addMoney(amount: bigint): void {
    this.#money += amount;
  }

  /** In money; without one of its slots, where that is named with the place of its factor. */
  beside(which: Figure, own: SlotHolding | null, factor: number | undefined): bigint {
    let sum = own === null || own.isExact ? this.#money : this.#money - own.money(which);
    const whole = own?.isExact ? (own.whole[which] as number) : 0;
    for (let i = 0; i < this.#sums.length; i++) {
      sum += (this.#sums[i] as ExactSum).times(this.#factors[i] as bigint, i === factor ? whole : 0);
    }
    return sum;
  }
}
