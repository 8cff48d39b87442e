import { withinLimit } from "../linear-limit.ts";
import { off, type Rule } from "../rule.ts";
import { percentOf } from "../share-of.ts";
import { marginGrowth, worthGap } from "../worst-case.ts";

export const freeMargin: Rule = {
  code: "RISK-020",
  name: "Free margin",
  text: "In the worst case, fees included, a share of buying power must stay free.",
  setting: "risk.minFreeMarginPercent",
  silent: "unset",
  validity: false,
  measure(input) {
    const kept = input.limits.minFreeMarginPercent;
    if (kept === undefined) return off;
    const { account } = input.view;
    const gap = worthGap(input, kept);
    if (gap !== null || account === null) return gap ?? off;
    const { buyingPower, committedElsewhere } = account;
    return withinLimit(
      buyingPower - percentOf(buyingPower, kept),
      committedElsewhere,
      marginGrowth(input),
      (observed, most) =>
        `The worst case takes ${observed} of ${most}, which leaves ${kept} percent of buying power free`,
    );
  },
};
