import { formatFixed, tenTo } from "../../../shared/model/fixed.ts";
import { type Rule, unknown } from "../rule.ts";

/** RISK-002: a limit price may be at most k average true ranges from the last price; market orders are at the last price. */
export const priceBand: Rule = {
  code: "RISK-002",
  name: "Price band",
  setting: "risk.priceBandAtr",
  validity: false,
  measure({ view, limits, limitPrice }) {
    const { mark, atr, scale } = view;
    const digits = scale.priceDigits;
    if (mark === null) return unknown("There is no last price to measure the distance from");
    const last = formatFixed(mark.price, digits);
    if (limitPrice === null) {
      const text = `A market order trades around the last price ${last}`;
      return { passes: true, observed: last, limit: null, headroom: null, maxSize: null, text };
    }
    if (atr === null) return unknown("There is no closed bar yet to measure the usual range by");
    const width = BigInt(Math.floor(Number(limits.priceBandAtr) * atr * Number(tenTo(digits))));
    const above = limitPrice >= mark.price;
    const bound = above ? mark.price + width : mark.price - width;
    const headroom = above ? bound - limitPrice : limitPrice - bound;
    const observed = formatFixed(limitPrice, digits);
    const limit = formatFixed(bound, digits);
    return {
      passes: headroom >= 0n,
      observed,
      limit,
      headroom: formatFixed(headroom, digits),
      maxSize: headroom >= 0n ? null : 0n,
      text: `Limit ${observed} is ${headroom >= 0n ? "within" : "outside"} ${limits.priceBandAtr} ATR of the last price ${last}; the band ends at ${limit}`,
    };
  },
};
