import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import type { Measurement, Wording } from "./rule.ts";

/** What an order comes to, growing with its size, as exact numerators of one denominator. */
export class Growth {
  /** What is there without the order. */
  readonly base: bigint;
  /** What each size unit beyond `free` adds; above zero. */
  readonly perUnit: bigint;
  /** Size units that add nothing, because they close what is open on the other side. */
  readonly free: bigint;
  /** The common denominator: so many make one money unit. */
  readonly one: bigint;
  /** What there is with all of the order. */
  readonly worst: bigint;

  /** Throws a RangeError for what has no worth: no limit in money says anything of it. */
  constructor(size: bigint, base: bigint, perUnit: bigint, free: bigint, one: bigint) {
    if (perUnit <= 0n) throw new RangeError("what is ordered has no worth");
    this.base = base;
    this.perUnit = perUnit;
    this.free = free;
    this.one = one;
    this.worst = size > free ? base + (size - free) * perUnit : base;
  }
}

/**
 * What a limit in money allows of an order beside what is `elsewhere`, in money too: the comparison is on exact numerators,
 * the words round up.
 */
export function withinLimit(
  limit: bigint,
  elsewhere: bigint,
  growth: Growth,
  text: (observed: string, limit: string) => string,
): Measurement {
  return new LinearAnswer(limit, elsewhere, growth, text);
}

/** Whether an order passes is a comparison; what would pass takes a division, made where someone asks for it. */
class LinearAnswer implements Measurement {
  readonly passes: boolean;
  readonly #limit: bigint;
  readonly #elsewhere: bigint;
  readonly #growth: Growth;
  readonly #text: (observed: string, limit: string) => string;

  constructor(limit: bigint, elsewhere: bigint, growth: Growth, text: (observed: string, limit: string) => string) {
    const { one, worst } = growth;
    const left = elsewhere === 0n ? limit : limit - elsewhere;
    this.passes = worst <= (one === 1n ? left : left * one);
    this.#limit = limit;
    this.#elsewhere = elsewhere;
    this.#growth = growth;
    this.#text = text;
  }

  get maxSize(): bigint {
    const { base, perUnit, free, one } = this.#growth;
    const room = (this.#limit - this.#elsewhere) * one - base;
    return room < 0n ? 0n : free + room / perUnit;
  }

  word(): Wording {
    const { one, worst } = this.#growth;
    const limit = this.#limit;
    const needed = this.#elsewhere + (worst > 0n ? (worst + one - 1n) / one : worst / one);
    const observed = formatFixed(needed, MONEY_DIGITS);
    const most = formatFixed(limit, MONEY_DIGITS);
    const headroom = formatFixed(limit - needed, MONEY_DIGITS);
    return { observed, limit: most, headroom, text: this.#text(observed, most) };
  }
}
