import { divideHalfEven, tenTo } from "../../shared/model/fixed.ts";

/** An exact non-negative decimal: `units` of `10^-digits`. */
export interface Decimal {
  readonly units: bigint;
  readonly digits: number;
}

const shortest = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/**
 * The decimal a double was written as: its shortest text that reads back the same. Market data comes as doubles of
 * decimal texts, so this gives the file's own number back and arithmetic on it is exact. Throws a RangeError for
 * negative and non-finite numbers.
 */
export function decimalOf(value: number): Decimal {
  const match = shortest.exec(String(value));
  if (!match) throw new RangeError(`${value} is not a price`);
  const fraction = match[2] ?? "";
  const digits = fraction.length - Number(match[3] ?? 0);
  const units = BigInt((match[1] ?? "0") + fraction);
  return digits >= 0 ? { units, digits } : { units: units * tenTo(-digits), digits: 0 };
}

/** Which way a price or size is brought to its increment. */
export type Rounding = "down" | "nearest" | "up";

/**
 * `value × numerator ÷ denominator` as a whole multiple of `step` units of `10^-digits`. Nearest is half to even.
 */
export function toStep(
  value: Decimal,
  ratio: { readonly numerator: bigint; readonly denominator: bigint },
  step: bigint,
  digits: number,
  rounding: Rounding,
): bigint {
  const numerator = value.units * ratio.numerator * tenTo(digits);
  const denominator = ratio.denominator * tenTo(value.digits) * step;
  if (rounding === "nearest") return divideHalfEven(numerator, denominator) * step;
  const floor = numerator / denominator;
  return (rounding === "up" && numerator % denominator !== 0n ? floor + 1n : floor) * step;
}
