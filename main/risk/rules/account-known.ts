import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { type Rule, unknown } from "../rule.ts";

/** RISK-007: nothing opens while the account's equity is not known. */
export const accountKnown: Rule = {
  code: "RISK-007",
  name: "Account known",
  setting: null,
  validity: false,
  measure({ view }) {
    if (view.account === null) return unknown("The account's equity is not known: an open position has no price");
    const observed = formatFixed(view.account.equity, MONEY_DIGITS);
    return {
      passes: true,
      observed,
      limit: null,
      headroom: null,
      maxSize: null,
      text: `The account's equity is ${observed}`,
    };
  },
};
