import { formatFixed } from "../../../shared/model/fixed.ts";
import { type Rule, unknown } from "../rule.ts";

/** RISK-006: nothing opens without a last price, or on one that is older than the setting allows. */
export const priceKnown: Rule = {
  code: "RISK-006",
  name: "Fresh price",
  setting: "risk.staleAfterMs",
  validity: false,
  measure({ view, limits }) {
    const limit = `${limits.staleAfterMs}`;
    if (view.mark === null) return unknown("No price has been seen yet", limit);
    const ageMs = view.now - view.mark.at;
    const passes = ageMs <= limits.staleAfterMs;
    const price = formatFixed(view.mark.price, view.scale.priceDigits);
    return {
      passes,
      observed: `${ageMs}`,
      limit,
      headroom: `${limits.staleAfterMs - ageMs}`,
      maxSize: passes ? null : 0n,
      text: `The last price ${price} is ${ageMs} ms old; older than ${limit} ms is stale`,
    };
  },
};
