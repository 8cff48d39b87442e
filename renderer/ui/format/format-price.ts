import { decimalsOf } from "../../../shared/model/fixed.ts";
import { formatNumber } from "./number-format.ts";

/** A price with exactly the decimals of its instrument's increment; text stays exact. */
export function formatPrice(value: string | number, priceIncrement: string): string {
  const digits = decimalsOf(priceIncrement);
  return formatNumber(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
