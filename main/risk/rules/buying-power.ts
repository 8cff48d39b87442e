import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { withinLimit } from "../linear-limit.ts";
import { type Rule, unknown } from "../rule.ts";
import { marginGrowth } from "../worst-case.ts";

export const buyingPower: Rule = {
  code: "RISK-005",
  name: "Buying power",
  text: "The worst case on the order's side must fit into buying power. Worst case: every working order on this side fills and none on the other; a reduce-only exit counts as filled, so a reversal's exit frees its part. What is held or working already is valued at the last price, the order at its own, both with the taker fee, at the declared rate and the instrument's own margin rate, and what other positions hold or may come to hold is added.",
  setting: null,
  validity: false,
  measure(input) {
    const { account, mark, rate } = input.view;
    if (account === null) return unknown("The account's equity is not known");
    const { buyingPower: most, committedElsewhere } = account;
    const limit = (): string => formatFixed(most, MONEY_DIGITS);
    if (rate === null) return unknown("The order's worth is not known without a declared rate", limit());
    if (input.price === null || mark === null) {
      return unknown("The position's worth is not known without a price", limit());
    }
    return withinLimit(
      most,
      committedElsewhere,
      marginGrowth(input),
      (observed, bound) => `With fees the worst case takes ${observed} of ${bound} buying power`,
    );
  },
};
