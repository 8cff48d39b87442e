import { MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";

/** Settings have few texts; more than this come from a search over settings, which may read them anew. */
const mostTexts = 1000;
const known = new Map<string, bigint>();

/** A limit in money units. Settings rarely change, so that each text is read once. */
export function limitUnits(text: string): bigint {
  let units = known.get(text);
  if (units === undefined) {
    units = parseFixed(text, MONEY_DIGITS);
    if (known.size >= mostTexts) known.clear();
    known.set(text, units);
  }
  return units;
}
