import { formatFixed, tenTo } from "../../../shared/model/fixed.ts";
import { answer, clearAnswer, fixedAnswer, off, type Rule, unknown } from "../rule.ts";

const waits = fixedAnswer(true, null, "The order trades only after its trigger");

export const selfCross: Rule = {
  code: "RISK-024",
  name: "Self-cross",
  text: "An order that could trade with a working order of the account is refused. A market order reaches as far as the last price, or the quote's other side where that is further.",
  setting: "risk.blockSelfCross",
  silent: "unset",
  validity: false,
  measure({ intent, view, limits, limitPrice }) {
    if (limits.blockSelfCross !== true) return off;
    if (limitPrice === null && intent.type !== "market") return waits;
    const resting = view.facts.restingAgainst(intent.side);
    if (resting === null) return none;
    const { mark, scale, facts } = view;
    const buys = intent.side === "buy";
    let reach = limitPrice;
    if (reach === null) {
      if (mark === null) return unknown("How far a market order reaches is not known without a price");
      reach = mark.price;
      const quote = facts.quote();
      const power = Number(tenTo(scale.priceDigits));
      if (quote !== null) {
        const far = BigInt(buys ? Math.ceil(quote.ask * power) : Math.floor(quote.bid * power));
        if (buys ? far > reach : far < reach) reach = far;
      }
    }
    const crosses = buys ? reach >= resting : reach <= resting;
    const reached = reach;
    return answer(!crosses, () => {
      const own = formatFixed(resting, scale.priceDigits);
      const observed = formatFixed(reached, scale.priceDigits);
      const text = crosses
        ? `The order could trade with your own at ${own}: cancel that one first`
        : `The order reaches ${observed} and not your own at ${own}`;
      return { observed, limit: own, headroom: null, text };
    });
  },
};

const none = clearAnswer("RISK-024");
