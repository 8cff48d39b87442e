import { MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";

/** Settings have few texts; more than this come from a search over settings, which may read them anew. */
const mostTexts = 1000;

/** Reads the decimal texts of settings into units of `10^-digits`. Settings rarely change, so that each text is read once. */
export function settingUnits(digits: number): (text: string) => bigint {
  const known = new Map<string, bigint>();
  return (text) => {
    let units = known.get(text);
    if (units === undefined) {
      units = parseFixed(text, digits);
      if (known.size >= mostTexts) known.clear();
      known.set(text, units);
    }
    return units;
  };
}

/** A limit in money units. */
export const limitUnits = settingUnits(MONEY_DIGITS);
