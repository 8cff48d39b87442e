import { waitingIn } from "../../engine/exposure.ts";
import { limitUnits } from "../limit-units.ts";
import { withinLimit } from "../linear-limit.ts";
import { off, type Rule, unknown } from "../rule.ts";
import { positionGrowth, worthGap } from "../worst-case.ts";

export const dailyTurnover: Rule = {
  code: "RISK-013",
  name: "Daily turnover",
  text: "What is traded in a trading day is limited: fills of the day, working orders that could open, and the order itself.",
  setting: "risk.maxNotionalPerDay",
  silent: "unset",
  validity: false,
  measure(input) {
    const limit = input.limits.maxNotionalPerDay;
    if (limit === undefined) return off;
    const gap = worthGap(input, limit);
    if (gap !== null) return gap;
    const { view, size } = input;
    const traded = view.facts.trades().turnover;
    if (traded === null) return unknown("What has traded today has no declared rate", limit);
    const others = view.facts.totals().waiting;
    const growth = positionGrowth(input, traded + others);
    const { mark, scale, working, rate } = view;
    const worth = waitingIn(working) * (mark?.price ?? 0n) * scale.notionalFactor * (rate?.numerator ?? 1n);
    return withinLimit(
      size,
      limitUnits(limit),
      { ...growth, base: (traded + others) * growth.one + worth, free: 0n },
      (observed, most) => `With this order the day's trading may come to ${observed} of at most ${most}`,
    );
  },
};
