import { limitUnits } from "../limit-units.ts";
import { off, type Rule } from "../rule.ts";
import { exposureWithin, worthGap } from "../worst-case.ts";

export const grossExposure: Rule = {
  code: "RISK-015",
  name: "Gross exposure",
  text: "All positions, long and short added up, and what working orders may make of them, may be worth at most so much.",
  setting: "risk.maxGrossExposure",
  silent: "unset",
  validity: false,
  measure(input) {
    const limit = input.limits.maxGrossExposure;
    if (limit === undefined) return off;
    return (
      worthGap(input, limit) ??
      exposureWithin(
        input,
        limitUnits(limit),
        input.view.facts.totals().gross,
        (observed, most) => `All positions may come to ${observed} of at most ${most}`,
      )
    );
  },
};
