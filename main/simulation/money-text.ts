import { formatFixed, MONEY_DIGITS, rescale } from "../../shared/model/fixed.ts";

/**
 * Money in units of `10^-digits` as decimal text that an account can hold: what is finer than the last decimal of money is
 * rounded half to even.
 */
export function moneyText(units: bigint, digits: number): string {
  if (digits <= MONEY_DIGITS) return formatFixed(units, digits);
  return formatFixed(rescale(units, digits, MONEY_DIGITS), MONEY_DIGITS);
}
