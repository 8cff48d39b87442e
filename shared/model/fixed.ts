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
const nine = 57;
const point = 46;
const minus = 45;

/** Whole numbers of so many digits are exact doubles, which are read faster than bigints. */
const safeDigits = 15;

/** Reads decimal text into units of `10^-digits`. Throws a RangeError where the text has more decimals than fit. */
export function parseFixed(text: string, digits: number): bigint {
  const start = text.charCodeAt(0) === minus ? 1 : 0;
  let whole = 0;
  let fraction = 0;
  /** Decimals up to the last that is not zero. */
  let used = 0;
  let dot = -1;
  let value = 0;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= zero && code <= nine) {
      if (dot < 0) {
        whole++;
        value = value * 10 + (code - zero);
      } else {
        fraction++;
        if (code !== zero) used = fraction;
      }
    } else if (code === point && dot < 0 && whole > 0) {
      dot = i;
    } else {
      throw new RangeError(`"${text}" is not a decimal number`);
    }
  }
  if (whole === 0 || (dot >= 0 && fraction === 0)) throw new RangeError(`"${text}" is not a decimal number`);
  if (used > digits) throw new RangeError(`"${text}" has more than ${digits} decimals`);
  let units: bigint;
  if (whole + used <= safeDigits) {
    for (let i = dot + 1; i <= dot + used; i++) value = value * 10 + (text.charCodeAt(i) - zero);
    units = BigInt(value);
  } else {
    units = BigInt(text.slice(start, start + whole) + (used === 0 ? "" : text.slice(dot + 1, dot + 1 + used)));
  }
  if (units !== 0n && used < digits) units *= tenTo(digits - used);
  return start === 1 ? -units : units;
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
  const twice = (n - quotient * d) * 2n;
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

/** Powers of ten up to the largest that is an exact double. */
const exactPowers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
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
