import { formatFixed } from "../../../shared/model/fixed.ts";
import { type Rule, unknown } from "../rule.ts";

export const priceKnown: Rule = {
  code: "RISK-006",
  name: "Fresh price",
  text: "Nothing opens without a last price, or on one that is older than the setting allows.",
  setting: "risk.staleAfterMs",
  validity: false,
  measure({ view, limits }) {
    const most = limits.staleAfterMs;
    const { mark, now, scale } = view;
    if (mark === null) return unknown("No price has been seen yet", `${most}`);
    const ageMs = now - mark.at;
    const passes = ageMs <= most;
    return {
      passes,
      maxSize: passes ? null : 0n,
      word: () => ({
        observed: `${ageMs}`,
        limit: `${most}`,
        headroom: `${most - ageMs}`,
        text: `The last price ${formatFixed(mark.price, scale.priceDigits)} is ${ageMs} ms old; older than ${most} ms is stale`,
      }),
    };
  },
};
