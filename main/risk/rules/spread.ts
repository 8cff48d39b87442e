import { answer, off, type Rule, unknown } from "../rule.ts";

export const spread: Rule = {
  code: "RISK-039",
  name: "Spread",
  text: "Nothing opens while bid and ask are further apart than so many basis points, or are not known, are stale or are crossed.",
  setting: "risk.maxSpreadBps",
  alsoSettings: ["risk.staleAfterMs"],
  silent: "unset",
  validity: false,
  measure({ view, limits }) {
    const most = limits.maxSpreadBps;
    if (most === undefined) return off;
    const quote = view.facts.quote();
    if (quote === null) return unknown("No quote with both sides has been seen", most);
    const { bid, ask, at } = quote;
    const ageMs = view.now - at;
    if (ageMs > limits.staleAfterMs) return unknown(`The last quote is ${ageMs} ms old and stale`, most);
    // A bid at the ask is a spread of nothing; one above it, or a side that is no price, is no spread at all.
    if (!(bid > 0 && ask >= bid && ask < Infinity)) {
      return unknown(`A bid of ${bid} and an ask of ${ask} are no market, so their spread is not known`, most);
    }
    const bps = ((ask - bid) / ((ask + bid) / 2)) * 10_000;
    return answer(bps <= Number(most), () => {
      const observed = bps.toFixed(2);
      return {
        observed,
        limit: most,
        headroom: (Number(most) - bps).toFixed(2),
        text: `Bid ${bid} and ask ${ask} are ${observed} basis points apart, at most ${most}`,
      };
    });
  },
};
