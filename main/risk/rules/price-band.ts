import { formatFixed, tenTo } from "../../../shared/model/fixed.ts";
import { type Rule, unknown, type Wording } from "../rule.ts";

export const priceBand: Rule = {
  code: "RISK-002",
  name: "Price band",
  text: "A limit or trigger price may be at most k average true ranges from the last price; market orders are at the last price.",
  setting: "risk.priceBandAtr",
  alsoSettings: ["risk.atrPeriod"],
  validity: false,
  measure({ view, limits, limitPrice, triggerPrice }) {
    const { mark, atr, scale } = view;
    const digits = scale.priceDigits;
    if (mark === null) return unknown("There is no last price to measure the distance from");
    const { price } = mark;
    const asked = limitPrice ?? triggerPrice;
    if (asked === null) return { passes: true, maxSize: null, word: () => wordMarket(formatFixed(price, digits)) };
    if (atr === null) return unknown("There is no closed bar yet to measure the usual range by");
    const { priceBandAtr } = limits;
    const width = BigInt(Math.floor(Number(priceBandAtr) * atr * Number(tenTo(digits))));
    const above = asked >= price;
    const bound = above ? price + width : price - width;
    const headroom = above ? bound - asked : asked - bound;
    const passes = headroom >= 0n;
    return {
      passes,
      maxSize: passes ? null : 0n,
      word() {
        const observed = formatFixed(asked, digits);
        const limit = formatFixed(bound, digits);
        const where = `${passes ? "within" : "outside"} ${priceBandAtr} ATR of the last price ${formatFixed(price, digits)}`;
        const text = `${limitPrice === null ? "Trigger" : "Limit"} ${observed} is ${where}; the band ends at ${limit}`;
        return { observed, limit, headroom: formatFixed(headroom, digits), text };
      },
    };
  },
};

function wordMarket(last: string): Wording {
  return { observed: last, limit: null, headroom: null, text: `A market order trades around the last price ${last}` };
}
