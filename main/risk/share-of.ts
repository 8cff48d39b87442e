import { parseFixed, tenTo } from "../../shared/model/fixed.ts";

/** Decimals that a limit may have. */
const limitDigits = 12;

/** So many times an amount of money; `times` is decimal text. */
export function timesOf(amount: bigint, times: string): bigint {
  return (amount * parseFixed(times, limitDigits)) / tenTo(limitDigits);
}

/** So many percent of an amount of money; `percent` is decimal text. */
export function percentOf(amount: bigint, percent: string): bigint {
  return (amount * parseFixed(percent, limitDigits)) / tenTo(limitDigits + 2);
}
