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
  const known = powers[exponent];
  if (known !== undefined) return known;
  for (let i = powers.length; i <= exponent; i++) powers.push((powers[i - 1] ?? 1n) * 10n);
  return powers[exponent] ?? 10n ** BigInt(exponent);
}

const zero = 48;
const nine = 57;
const point = 46;
const minus = 45;

/** Whole numbers of so many digits are exact doubles, which are read faster than bigints. */
const safeDigits = 15;

/** Powers of ten up to the largest that is an exact double. */
const exactPowers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
/** The two halves of a 64-bit number: through them a number becomes a bigint without leaving compiled code, which `BigInt()` does. */
const halves = new DataView(new ArrayBuffer(8));
const half = 2 ** 32;

/** A whole number from 0 up to 2^53 as a bigint. */
function wide(value: number): bigint {
  halves.setUint32(0, value / half);
  halves.setUint32(4, value);
  return halves.getBigUint64(0);
}

/** Reads decimal text into units of `10^-digits`. Throws a RangeError where the text has more decimals than fit. */
export function parseFixed(text: string, digits: number): bigint {
  const { length } = text;
  const start = text.charCodeAt(0) === minus ? 1 : 0;
  let value = 0;
  let dot = length;
  for (let i = start; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= zero && code <= nine) value = value * 10 + (code - zero);
    else if (code === point && dot === length && i > start) dot = i;
    else throw notDecimal(text);
  }
  if (dot === start || dot === length - 1) throw notDecimal(text);
  const decimals = dot === length ? 0 : length - dot - 1;
  let units: bigint;
  if (decimals > digits || dot - start + decimals > safeDigits) units = parseLong(text, start, dot, value, digits);
  else if (dot - start + digits <= safeDigits) units = wide(value * (exactPowers[digits - decimals] as number));
  else units = wide(value) * tenTo(digits - decimals);
  return start === 1 ? -units : units;
}

/** The same for text whose units, or whose decimals, are more than a double counts: `value` is the number of all its digits. */
function parseLong(text: string, start: number, dot: number, value: number, digits: number): bigint {
  let end = text.length;
  // Decimals up to the last that is not zero.
  if (dot < end) while (text.charCodeAt(end - 1) === zero) end--;
  const used = Math.max(0, end - dot - 1);
  if (used > digits) throw new RangeError(`"${text}" has more than ${digits} decimals`);
  const isSafe = text.length - start <= safeDigits;
  const decimals = Math.max(0, text.length - dot - 1);
  const units = isSafe
    ? wide(value / (exactPowers[decimals - used] as number))
    : BigInt(text.slice(start, dot) + text.slice(dot + 1, dot + 1 + used));
  return units !== 0n && used < digits ? units * tenTo(digits - used) : units;
}

function notDecimal(text: string): RangeError {
  return new RangeError(`"${text}" is not a decimal number`);
}

/** Writes units of `10^-digits` as decimal text without trailing zeros: `parseFixed` of the result gives the units back. */
export function formatFixed(units: bigint, digits: number): string {
  if (units === 0n) return "0";
  if (digits === 0) return units.toString();
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
  // Towards zero, and what is left has the sign of the numerator.
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return quotient;
  const negative = rest < 0n;
  const turns = negative !== denominator < 0n;
  // Twice the rest is held against the denominator with the rest's own sign.
  const whole = turns ? -denominator : denominator;
  const twice = rest + rest;
  if (negative ? twice > whole : twice < whole) return quotient;
  if (twice === whole && quotient % 2n === 0n) return quotient;
  return turns ? quotient - 1n : quotient + 1n;
}

/** Changes the scale of a value; rounds half to even where digits are lost. */
export function rescale(units: bigint, from: number, to: number): bigint {
  return to >= from ? units * tenTo(to - from) : divideHalfEven(units, tenTo(from - to));
}

/** The largest multiple of `step` not above `units`, for `units` of zero or more. */
export function floorTo(units: bigint, step: bigint): bigint {
  return units - (units % step);
}

/** Decimals that most money does not use: without them it is often an exact double. */
const spareDigits = 12;
const spare = 10n ** BigInt(spareDigits);

/**
 * The double nearest to the value, for charts, indicators and statistics, never for money that is booked. Of two exact
 * doubles the quotient is the nearest one (IEEE 754 §5.4.1); any other value takes the way over its text.
 */
export function toNumber(units: bigint, digits: number): number {
  let whole = units;
  let scale = digits;
  if (scale > spareDigits) {
    const cut = units / spare;
    if (cut * spare === units) {
      whole = cut;
      scale -= spareDigits;
    }
  }
  const value = Number(whole);
  const power = exactPowers[scale];
  return power !== undefined && Number.isSafeInteger(value) ? value / power : Number(formatFixed(units, digits));
}

/** The number of decimals a decimal text carries, trailing zeros apart: `0.0100` has 2. */
export function decimalsOf(text: string): number {
  const dot = text.indexOf(".");
  if (dot < 0) return 0;
  let end = text.length;
  while (text.charCodeAt(end - 1) === zero) end--;
  return end - dot - 1;
}
