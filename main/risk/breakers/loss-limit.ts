import { decimalsOf, MONEY_DIGITS, parseFixed, tenTo } from "../../../shared/model/fixed.ts";

/** A loss that is an amount of money. */
export function amountOf(limit: string): () => bigint {
  const units = parseFixed(limit, MONEY_DIGITS);
  return () => units;
}

/** A loss that is a share of what it counts from, in percent; rounded down, so that it is reached no later than it is. */
export function shareOf(percent: string): (base: bigint) => bigint {
  const digits = decimalsOf(percent);
  const units = parseFixed(percent, digits);
  const whole = 100n * tenTo(digits);
  return (base) => (base <= 0n ? 0n : (base * units) / whole);
}
