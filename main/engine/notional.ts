import { decimalsOf, divideHalfEven, formatFixed, MONEY_DIGITS, parseFixed, tenTo } from "../../shared/model/fixed.ts";
import type { InstrumentScale } from "./gate.ts";

/** Money of `size` units (unsigned) at a decimal price that may be finer than the instrument's increment, as a venue's average is. */
export function notionalOf(scale: InstrumentScale, price: string, size: bigint): bigint {
  const dot = price.indexOf(".");
  if (dot < 0 || price.length - dot - 1 <= scale.priceDigits) return exactNotional(scale, price, size);
  const digits = decimalsOf(price);
  if (digits <= scale.priceDigits) return exactNotional(scale, price, size);
  const extra = digits - scale.priceDigits;
  const exact = parseFixed(price, digits) * size * scale.notionalFactor;
  if (exact % tenTo(extra) !== 0n) throw new RangeError(`"${price}" is finer than money can hold`);
  return exact / tenTo(extra);
}

function exactNotional({ priceDigits, notionalFactor }: InstrumentScale, price: string, size: bigint): bigint {
  return parseFixed(price, priceDigits) * size * notionalFactor;
}

/** Decimals an average price is written with beyond the instrument's own: rounded half to even. */
export const averageDigits = 8;

/**
 * Average price of `size` units (not zero) that cost `cost` money, signed as the size is, in units of
 * `10^-(priceDigits + averageDigits)`. Below zero where a venue has filled there.
 */
export function averagePrice(scale: InstrumentScale, cost: bigint, size: bigint): bigint {
  return divideHalfEven(cost * tenTo(averageDigits), size * scale.notionalFactor);
}

/** Average price of a signed position as text. */
export function averageText(scale: InstrumentScale, cost: bigint, size: bigint): string {
  return formatFixed(averagePrice(scale, cost, size), scale.priceDigits + averageDigits);
}

/**
 * What a fee costs in the instrument's money. A fee in the base currency is valued at the fill's price; one in another
 * currency is paid from that currency's cash and costs `null` here.
 */
export function feeOf(scale: InstrumentScale, fee: string, currency: string, price: string): bigint | null {
  const units = parseFixed(fee, MONEY_DIGITS);
  if (units === 0n || currency === scale.instrument.quoteCurrency) return units;
  if (currency !== scale.instrument.baseCurrency) return null;
  const digits = decimalsOf(price);
  return divideHalfEven(units * parseFixed(price, digits), tenTo(digits));
}
