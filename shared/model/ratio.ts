import { decimalsOf, parseFixed, tenTo } from "./fixed.ts";

/** An exact ratio: so many of one for so many of another. A rate has so many units of account for one of what is valued. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** One for one. */
export const par: Ratio = { numerator: 1n, denominator: 1n };

/** Decimal text as a ratio. Throws a RangeError for what is not above zero or no decimal. */
export function ratioOf(text: string): Ratio {
  const digits = decimalsOf(text);
  const ratio = { numerator: parseFixed(text, digits), denominator: tenTo(digits) };
  if (ratio.numerator <= 0n) throw new RangeError(`"${text}" is no ratio`);
  return ratio;
}

export function inverse({ numerator, denominator }: Ratio): Ratio {
  return { numerator: denominator, denominator: numerator };
}

export function product(a: Ratio, b: Ratio): Ratio {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}
