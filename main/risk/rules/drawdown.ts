import { fallenLess } from "../equity-floor.ts";
import { limitUnits } from "../limit-units.ts";
import { off, type Rule } from "../rule.ts";

export const drawdown: Rule = {
  code: "RISK-031",
  name: "Drawdown",
  text: "When equity, open profit and loss included, has fallen by so much from its highest, nothing opens; the peak follows every price, and deposits and withdrawals move it.",
  setting: "risk.maxDrawdown",
  silent: "unset",
  validity: false,
  measure(input) {
    const limit = input.limits.maxDrawdown;
    if (limit === undefined) return off;
    const { facts } = input.view;
    return fallenLess(
      input,
      limit,
      () => facts.equityPeak(),
      () => limitUnits(limit),
      "its peak of",
    );
  },
};
