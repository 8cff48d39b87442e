import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { par } from "../../engine/portfolio/currencies.ts";
import { limitUnits } from "../limit-units.ts";
import { type Rule, unknown, type Wording } from "../rule.ts";

export const maxNotional: Rule = {
  code: "RISK-001",
  name: "Largest order",
  text: "One order, with what an amended one has filled, may be worth at most so much in the account's currency; no setting, no limit.",
  setting: "risk.maxNotionalPerOrder",
  validity: false,
  measure({ view, limits, size, filled, price }) {
    const limit = limits.maxNotionalPerOrder;
    if (price === null) return unknown("The order's worth is not known without a price", limit ?? null);
    const { rate, scale } = view;
    const { notionalFactor, instrument } = scale;
    const notional = price * (size + filled) * notionalFactor;
    const currency = instrument.quoteCurrency;
    if (limit === undefined) return { passes: true, maxSize: null, word: () => wordUnlimited(notional, currency) };
    if (rate === null) return unknown(`The order's worth is not known: ${currency} has no declared rate`, limit);
    // The limit in the instrument's money.
    const most = rate === par ? limitUnits(limit) : (limitUnits(limit) * rate.denominator) / rate.numerator;
    const passes = notional <= most;
    return {
      passes,
      get maxSize() {
        const room = most / (price * notionalFactor) - filled;
        return room < 0n ? 0n : room;
      },
      word() {
        const observed = formatFixed(notional, MONEY_DIGITS);
        const headroom = formatFixed(most - notional, MONEY_DIGITS);
        const where = passes ? "within" : "above";
        return {
          observed,
          limit,
          headroom,
          text: `Worth ${observed} ${currency}, ${where} the limit of ${limit} per order`,
        };
      },
    };
  },
};

function wordUnlimited(notional: bigint, currency: string): Wording {
  const observed = formatFixed(notional, MONEY_DIGITS);
  return { observed, limit: null, headroom: null, text: `Worth ${observed} ${currency}; no limit is set` };
}
