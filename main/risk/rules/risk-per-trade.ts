import { off, type Rule, unknown } from "../rule.ts";
import { percentOf } from "../share-of.ts";
import { lossWithin } from "../stop-distance.ts";

export const riskPerTrade: Rule = {
  code: "RISK-027",
  name: "Risk per trade",
  text: "What an order loses at its stop, with taker fees, may be at most so many percent of equity; without a stop nothing opens.",
  setting: "risk.maxRiskPerTradePercent",
  silent: "unset",
  validity: false,
  measure(input) {
    const percent = input.limits.maxRiskPerTradePercent;
    if (percent === undefined) return off;
    const { account, accountGap } = input.view;
    if (account === null) return unknown(`The account's equity is not known: ${accountGap}`, percent);
    return lossWithin(
      input,
      percentOf(account.equity, percent),
      percent,
      (observed, most) => `At its stop the order loses ${observed} of at most ${most}, ${percent} percent of equity`,
    );
  },
};
