import { divideHalfEven, formatFixed, MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import { type Ratio, ratioOf } from "../../../shared/model/ratio.ts";
import type { JournalFill } from "./reconcile.ts";

/** A fill counted in the units after a split. */
export interface RestatedFill extends JournalFill {
  /** Its price has more decimals in these units than are kept. */
  readonly isRounded: boolean;
}

/** A desk takes ratios of up to 100 decimals. */
const longestRatio = 110;

/** Reads the ratio of a split, decimal text: one old unit became so many new ones. Throws a RangeError for what is none. */
export function readRatio(text: string): Ratio {
  if (text.length > longestRatio) throw new RangeError(`"${text.slice(0, 40)}" is no ratio of a split`);
  return ratioOf(text);
}

/** What a fill is in the units after all of these splits: another size at another price, for the same money. */
export function inUnitsAfter(fill: JournalFill, splits: readonly Ratio[]): RestatedFill {
  const numerator = splits.reduce((product, each) => product * each.numerator, 1n);
  const denominator = splits.reduce((product, each) => product * each.denominator, 1n);
  const size = (parseFixed(fill.size, MONEY_DIGITS) * numerator) / denominator;
  const money = parseFixed(fill.price, MONEY_DIGITS) * denominator;
  return {
    ...fill,
    size: formatFixed(size, MONEY_DIGITS),
    price: formatFixed(divideHalfEven(money, numerator), MONEY_DIGITS),
    isRounded: money % numerator !== 0n,
  };
}
