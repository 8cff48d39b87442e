import { answer, off, type Rule } from "../rule.ts";

export const cancelRate: Rule = {
  code: "RISK-022",
  name: "Cancel rate",
  text: "After too many cancels within a minute of engine time nothing opens; a cancel itself is never held up.",
  setting: "risk.maxCancelsPerMinute",
  silent: "unset",
  validity: false,
  measure({ view, limits }) {
    const most = limits.maxCancelsPerMinute;
    if (most === undefined) return off;
    const observed = view.facts.cancelsAfter(view.now - 60_000);
    return answer(observed <= most, () => ({
      observed: `${observed}`,
      limit: `${most}`,
      headroom: `${most - observed}`,
      text: `${observed} cancels within the last minute, of at most ${most}`,
    }));
  },
};
