import { waitingIn } from "../../engine/exposure.ts";
import { limitUnits } from "../limit-units.ts";
import { Growth, withinLimit } from "../linear-limit.ts";
import { off, type Rule, unknown } from "../rule.ts";
import { ownWorth, worthGap } from "../worst-case.ts";

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
    const { atLast, perUnit, one } = ownWorth(input);
    return withinLimit(
      limitUnits(limit),
      traded + view.facts.totals().waiting,
      new Growth(size, waitingIn(view.working) * atLast, perUnit, 0n, one),
      (observed, most) => `With this order the day's trading may come to ${observed} of at most ${most}`,
    );
  },
};
