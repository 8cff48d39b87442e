import { fallenLess } from "../equity-floor.ts";
import { limitUnits } from "../limit-units.ts";
import { off, type Rule } from "../rule.ts";

export const dailyLoss: Rule = {
  code: "RISK-029",
  name: "Daily loss",
  text: "When equity, open profit and loss included, has fallen by so much from the start of the trading day, nothing opens.",
  setting: "risk.maxDailyLoss",
  silent: "unset",
  validity: false,
  measure(input) {
    const limit = input.limits.maxDailyLoss;
    if (limit === undefined) return off;
    const { facts } = input.view;
    return fallenLess(
      input,
      limit,
      () => facts.dayStartEquity(),
      () => limitUnits(limit),
      "the day's start at",
    );
  },
};
