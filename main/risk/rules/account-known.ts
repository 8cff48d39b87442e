import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { type Rule, unknown } from "../rule.ts";

export const accountKnown: Rule = {
  code: "RISK-007",
  name: "Account known",
  text: "Nothing opens while the account's equity is not known.",
  setting: null,
  validity: false,
  measure({ view }) {
    if (view.account === null) return unknown(`The account's equity is not known: ${view.accountGap}`);
    const { equity } = view.account;
    return {
      passes: true,
      maxSize: null,
      word() {
        const observed = formatFixed(equity, MONEY_DIGITS);
        return { observed, limit: null, headroom: null, text: `The account's equity is ${observed}` };
      },
    };
  },
};
