import { limitUnits } from "../limit-units.ts";
import { off, type Rule } from "../rule.ts";
import { lossWithin } from "../stop-distance.ts";

export const lossAtStop: Rule = {
  code: "RISK-026",
  name: "Loss at the stop",
  text: "What an order loses at its stop (of a stop-limit at its limit), with taker fees and what an amended one has filled, is limited; without a stop nothing opens.",
  setting: "risk.maxLossPerTrade",
  silent: "unset",
  validity: false,
  measure(input) {
    const limit = input.limits.maxLossPerTrade;
    if (limit === undefined) return off;
    return lossWithin(
      input,
      limitUnits(limit),
      limit,
      (observed, most) => `At its stop the order loses ${observed} of at most ${most}`,
    );
  },
};
