import { formatFixed } from "../../../shared/model/fixed.ts";
import { answer, off, type Rule, unknown } from "../rule.ts";
import { percentOf } from "../share-of.ts";

export const priceDistance: Rule = {
  code: "RISK-021",
  name: "Price distance",
  text: "A limit or trigger price may be at most so many percent from the last price; market orders are at the last price.",
  setting: "risk.priceBandPercent",
  silent: "unset",
  validity: false,
  measure({ view, limits, limitPrice, triggerPrice }) {
    const percent = limits.priceBandPercent;
    if (percent === undefined) return off;
    const { mark, scale } = view;
    const { priceDigits } = scale;
    if (mark === null) return unknown("There is no last price to measure the distance from", percent);
    const { price } = mark;
    const asked = limitPrice ?? triggerPrice ?? price;
    const away = asked > price ? asked - price : price - asked;
    const width = percentOf(price, percent);
    return answer(away <= width, () => {
      const observed = formatFixed(away, priceDigits);
      const limit = formatFixed(width, priceDigits);
      const headroom = formatFixed(width - away, priceDigits);
      const text = `${formatFixed(asked, priceDigits)} is ${observed} from the last price ${formatFixed(price, priceDigits)}; ${percent} percent are ${limit}`;
      return { observed, limit, headroom, text };
    });
  },
};
