import { MONEY_DIGITS, parseFixed, tenTo } from "../../shared/model/fixed.ts";

/** Settings have few texts; more than this come from a search over settings, which may read them anew. */
const mostTexts = 1000;

/** Reads the decimal texts of settings into units of `10^-digits`. */
export function settingUnits(digits: number): (text: string) => bigint {
  return keptReader((text) => parseFixed(text, digits));
}

/** Settings rarely change, so that each text is read once. */
function keptReader(read: (text: string) => bigint): (text: string) => bigint {
  const known = new Map<string, bigint>();
  return (text) => {
    let units = known.get(text);
    if (units === undefined) {
      units = read(text);
      if (known.size >= mostTexts) known.clear();
      known.set(text, units);
    }
    return units;
  };
}

/** A limit in money units. */
export const limitUnits = settingUnits(MONEY_DIGITS);

/** By size digits, which are no more than those of money. */
const sizeReaders = Array.from({ length: MONEY_DIGITS + 1 }, (_, digits) =>
  keptReader((text) => parseFixed(text, MONEY_DIGITS) / tenTo(MONEY_DIGITS - digits)),
);

/** A limit in an instrument's size units, rounded down: it may have more decimals than a size. */
export function sizeLimitUnits(text: string, sizeDigits: number): bigint {
  return (sizeReaders[sizeDigits] as (text: string) => bigint)(text);
}
