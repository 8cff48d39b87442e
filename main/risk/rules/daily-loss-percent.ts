import { fallenLess } from "../equity-floor.ts";
import { off, type Rule } from "../rule.ts";
import { percentOf } from "../share-of.ts";

export const dailyLossPercent: Rule = {
  code: "RISK-030",
  name: "Daily loss in percent",
  text: "When equity, open profit and loss included, has fallen by so many percent of what it was at the start of the trading day, nothing opens.",
  setting: "risk.maxDailyLossPercent",
  silent: "unset",
  validity: false,
  measure(input) {
    const limit = input.limits.maxDailyLossPercent;
    if (limit === undefined) return off;
    const { facts } = input.view;
    return fallenLess(
      input,
      limit,
      () => facts.dayStartEquity(),
      (start) => percentOf(start, limit),
      "the day's start at",
    );
  },
};
