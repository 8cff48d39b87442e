import { formatFixed, MONEY_DIGITS, tenTo } from "../../../shared/model/fixed.ts";
import { signOf, worstPosition } from "../../engine/exposure.ts";
import { type Rule, unknown } from "../rule.ts";

/**
 * RISK-005: the worst case on the order's side must fit into buying power. Worst case: every working order on this side
 * fills and none on the other; a reduce-only exit counts as filled, so a reversal's exit frees its part. What is held or
 * working already is valued at the last price, the order at its own, both with the taker fee, at the declared rate and the
 * instrument's own margin rate, and what other positions hold or may come to hold is added.
 */
export const buyingPower: Rule = {
  code: "RISK-005",
  name: "Buying power",
  setting: null,
  validity: false,
  measure({ intent, view, size, price }) {
    const { account, mark, scale, feeRate, rate, marginWeight } = view;
    if (account === null) return unknown("The account's equity is not known");
    const { buyingPower: most, committedElsewhere } = account;
    const limit = (): string => formatFixed(most, MONEY_DIGITS);
    if (rate === null) return unknown("The order's worth is not known without a declared rate", limit());
    if (price === null || mark === null) return unknown("The position's worth is not known without a price", limit());
    const one = tenTo(feeRate.digits) * rate.denominator * marginWeight.denominator;
    const withFee = (tenTo(feeRate.digits) + feeRate.units) * rate.numerator * marginWeight.numerator;
    const base = worstPosition(view.position, intent.side, view.working) * signOf(intent.side);
    const held = base > 0n ? base : 0n;
    const crossing = base < 0n ? -base : 0n;
    const opened = size > crossing ? size - crossing : 0n;
    const perUnit = price * scale.notionalFactor * withFee;
    const heldCost = held === 0n ? 0n : held * mark.price * scale.notionalFactor * withFee;
    const worst = heldCost + opened * perUnit;
    const budget = (most - committedElsewhere) * one;
    const room = budget - heldCost;
    return {
      passes: worst <= budget,
      maxSize: room < 0n ? 0n : crossing + room / perUnit,
      word() {
        // Rounded up to a whole money unit: the comparison above is on the exact numerators.
        const needed = (worst + one - 1n) / one + committedElsewhere;
        const observed = formatFixed(needed, MONEY_DIGITS);
        return {
          observed,
          limit: limit(),
          headroom: formatFixed(most - needed, MONEY_DIGITS),
          text: `With fees the worst case takes ${observed} of ${limit()} buying power`,
        };
      },
    };
  },
};
