import { answer, off, type Rule, unknown } from "../rule.ts";

export const openPositions: Rule = {
  code: "RISK-014",
  name: "Open positions",
  text: "At most so many positions are open, or may be opened by working orders; a long and a short one are two.",
  setting: "risk.maxOpenPositions",
  silent: "unset",
  validity: false,
  measure({ view, limits }) {
    const most = limits.maxOpenPositions;
    if (most === undefined) return off;
    if (view.account === null) return unknown(`The open positions are not known: ${view.accountGap}`, `${most}`);
    const isNew = view.position === 0n && view.working.every(({ reduceOnly }) => reduceOnly);
    const observed = view.facts.totals().open + 1;
    // An order in what is open already adds none.
    return answer(!isNew || observed <= most, () => ({
      observed: `${observed}`,
      limit: `${most}`,
      headroom: `${most - observed}`,
      text: isNew
        ? `This would be position ${observed} of at most ${most}`
        : `The order adds no position to the ${observed} that are open, of at most ${most}`,
    }));
  },
};
