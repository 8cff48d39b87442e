import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import type { Measurement, Wording } from "./rule.ts";

/** What an order comes to, growing with its size, as exact numerators of one denominator. */
export interface Growth {
  /** What is there without the order. */
  readonly base: bigint;
  /** What each size unit beyond `free` adds; above zero. */
  readonly perUnit: bigint;
  /** Size units that add nothing, because they close what is open on the other side. */
  readonly free: bigint;
  /** The common denominator: so many make one money unit. */
  readonly one: bigint;
}

/** What a limit in money allows of an order: the comparison is on exact numerators, the words round up. */
export function withinLimit(
  size: bigint,
  limit: bigint,
  growth: Growth,
  text: (observed: string, limit: string) => string,
): Measurement {
  return new LinearAnswer(size, limit, growth, text);
}

/** Whether an order passes is a comparison; what would pass takes a division, made where someone asks for it. */
class LinearAnswer implements Measurement {
  readonly passes: boolean;
  readonly #limit: bigint;
  readonly #budget: bigint;
  readonly #worst: bigint;
  readonly #growth: Growth;
  readonly #text: (observed: string, limit: string) => string;

  constructor(size: bigint, limit: bigint, growth: Growth, text: (observed: string, limit: string) => string) {
    const { base, perUnit, free, one } = growth;
    if (perUnit <= 0n) throw new RangeError("what is ordered has no worth");
    const worst = size > free ? base + (size - free) * perUnit : base;
    const budget = limit * one;
    this.passes = worst <= budget;
    this.#limit = limit;
    this.#budget = budget;
    this.#worst = worst;
    this.#growth = growth;
    this.#text = text;
  }

  get maxSize(): bigint {
    const { base, perUnit, free } = this.#growth;
    const room = this.#budget - base;
    return room < 0n ? 0n : free + room / perUnit;
  }

  word(): Wording {
    const { one } = this.#growth;
    const worst = this.#worst;
    const limit = this.#limit;
    const needed = worst > 0n ? (worst + one - 1n) / one : worst / one;
    const observed = formatFixed(needed, MONEY_DIGITS);
    const most = formatFixed(limit, MONEY_DIGITS);
    const headroom = formatFixed(limit - needed, MONEY_DIGITS);
    return { observed, limit: most, headroom, text: this.#text(observed, most) };
  }
}
