/**
 * Exact decimal arithmetic on scaled bigints.
 *
 * A quantity is a whole number of units of `10^-digits`; the digits are known from the context (an instrument's price
 * digits, its size digits, or {@link MONEY_DIGITS} for money), so values of one scale are added and compared as plain bigints.
 */

/** Money is kept to 24 decimals: price digits + size digits + fee digits never exceed it, so a notional and its fee are exact. */
export const MONEY_DIGITS = 24;

const powers: bigint[] = [1n];

/** 10^exponent as a bigint. */
export function tenTo(exponent: number): bigint {
  for (let i = powers.length; i <= exponent; i++) powers.push((powers[i - 1] ?? 1n) * 10n);
  return powers[exponent] ?? 10n ** BigInt(exponent);
}

const zero = 48;

const decimalPattern = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Reads decimal text into units of `10^-digits`. Throws a RangeError where the text has more decimals than fit. */
export function parseFixed(text: string, digits: number): bigint {
  const match = decimalPattern.exec(text);
  if (!match) throw new RangeError(`"${text}" is not a decimal number`);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > digits) throw new RangeError(`"${text}" has more than ${digits} decimals`);
  const units = BigInt((match[2] ?? "") + fraction) * tenTo(digits - fraction.length);
  return match[1] ? -units : units;
}

/** Writes units of `10^-digits` as decimal text without trailing zeros: `parseFixed` of the result gives the units back. */
export function formatFixed(units: bigint, digits: number): string {
  if (units === 0n) return "0";
  const negative = units < 0n;
  const all = (negative ? -units : units).toString().padStart(digits + 1, "0");
  const point = all.length - digits;
  let end = all.length;
  while (end > point && all.charCodeAt(end - 1) === zero) end--;
  const whole = all.slice(0, point);
  const sign = negative ? "-" : "";
  return end === point ? sign + whole : `${sign}${whole}.${all.slice(point, end)}`;
}

/** `numerator / denominator` rounded half to even. The denominator is not zero. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  let quotient = n / d;
  const twice = (n % d) * 2n;
  if (twice > d || (twice === d && quotient % 2n === 1n)) quotient += 1n;
  return negative ? -quotient : quotient;
}

/** Changes the scale of a value; rounds half to even where digits are lost. */
export function rescale(units: bigint, from: number, to: number): bigint {
  return to >= from ? units * tenTo(to - from) : divideHalfEven(units, tenTo(from - to));
}

/** The largest multiple of `step` not above `units`, for `units` of zero or more. */
export function floorTo(units: bigint, step: bigint): bigint {
  return units - (units % step);
}

/** The value as a double, for charts, indicators and statistics, never for money that is booked. */
export function toNumber(units: bigint, digits: number): number {
  return Number(formatFixed(units, digits));
}

/** The number of decimals a decimal text carries, trailing zeros apart: `0.0100` has 2. */
export function decimalsOf(text: string): number {
  return (decimalPattern.exec(text)?.[3] ?? "").replace(/0+$/, "").length;
}
