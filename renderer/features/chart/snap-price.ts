import { decimalsOf, formatFixed, parseFixed } from "../../../shared/model/fixed.ts";

/** The multiple of the price increment nearest to a point on the chart, as exact decimal text. */
export function snapPrice(value: number, priceIncrement: string): string {
  const digits = decimalsOf(priceIncrement);
  const step = parseFixed(priceIncrement, digits);
  const units = BigInt(Math.round(value * 10 ** digits));
  const ticks = (units + step / 2n) / step;
  return formatFixed(ticks * step, digits);
}
