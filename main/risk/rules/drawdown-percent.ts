import { fallenLess } from "../equity-floor.ts";
import { off, type Rule } from "../rule.ts";
import { percentOf } from "../share-of.ts";

export const drawdownPercent: Rule = {
  code: "RISK-032",
  name: "Drawdown in percent",
  text: "When equity, open profit and loss included, has fallen by so many percent of its highest, nothing opens.",
  setting: "risk.maxDrawdownPercent",
  silent: "unset",
  validity: false,
  measure(input) {
    const limit = input.limits.maxDrawdownPercent;
    if (limit === undefined) return off;
    const { facts } = input.view;
    return fallenLess(
      input,
      limit,
      () => facts.equityPeak(),
      (peak) => percentOf(peak, limit),
      "its peak of",
    );
  },
};
