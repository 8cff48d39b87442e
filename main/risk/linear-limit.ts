import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import type { Measurement } from "./rule.ts";

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
  { base, perUnit, free, one }: Growth,
  text: (observed: string, limit: string) => string,
): Measurement {
  const counted = size > free ? size - free : 0n;
  const worst = base + counted * perUnit;
  const budget = limit * one;
  const room = budget - base;
  return {
    passes: worst <= budget,
    maxSize: room < 0n ? 0n : free + room / perUnit,
    word() {
      const needed = worst > 0n ? (worst + one - 1n) / one : worst / one;
      const observed = formatFixed(needed, MONEY_DIGITS);
      const most = formatFixed(limit, MONEY_DIGITS);
      return { observed, limit: most, headroom: formatFixed(limit - needed, MONEY_DIGITS), text: text(observed, most) };
    },
  };
}
