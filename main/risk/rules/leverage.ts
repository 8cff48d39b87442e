import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { off, type Rule } from "../rule.ts";
import { timesOf } from "../share-of.ts";
import { exposureWithin, worthGap } from "../worst-case.ts";

export const leverage: Rule = {
  code: "RISK-019",
  name: "Leverage",
  text: "All positions, and what working orders may make of them, may be worth at most so many times equity.",
  setting: "risk.maxLeverage",
  silent: "unset",
  validity: false,
  measure(input) {
    const most = input.limits.maxLeverage;
    if (most === undefined) return off;
    const { account } = input.view;
    const gap = worthGap(input, most);
    if (gap !== null || account === null) return gap ?? off;
    const { equity } = account;
    return exposureWithin(
      input,
      timesOf(equity, most),
      input.view.facts.totals().gross,
      (observed, limit) =>
        `All positions may come to ${observed} of at most ${limit}: ${most} times the equity of ${formatFixed(equity, MONEY_DIGITS)}`,
    );
  },
};
