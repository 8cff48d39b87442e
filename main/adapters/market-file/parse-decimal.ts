const powersOfTen = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * Reads the decimal number in `bytes[start, end)`; NaN where there is none. Up to 15 digits take the exact short way (an
 * integer below 2^53 over a power of ten below 10^23 is rounded once, Clinger 1990); anything else goes through `Number`.
 */
export function parseDecimal(bytes: Buffer, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === 0x2d;
  if (negative) at += 1;
  let mantissa = 0;
  let digits = 0;
  let decimals = -1;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= 0x30 && byte <= 0x39) {
      mantissa = mantissa * 10 + (byte - 0x30);
      digits += 1;
      if (decimals >= 0) decimals += 1;
    } else if (byte === 0x2e && decimals < 0) decimals = 0;
    else return parseSlow(bytes, start, end);
  }
  if (digits === 0 || digits > 15) return parseSlow(bytes, start, end);
  const value = decimals > 0 ? mantissa / (powersOfTen[decimals] as number) : mantissa;
  return negative ? -value : value;
}

const decimalPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function parseSlow(bytes: Buffer, start: number, end: number): number {
  const text = bytes.toString("latin1", start, end).trim();
  return decimalPattern.test(text) ? Number(text) : Number.NaN;
}
