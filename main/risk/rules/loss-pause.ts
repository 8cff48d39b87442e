import { toRfc3339 } from "../../../shared/model/time.ts";
import { answer, clearAnswer, off, type Rule } from "../rule.ts";

const noLoss = clearAnswer("RISK-034");

export const lossPause: Rule = {
  code: "RISK-034",
  name: "Pause after a loss",
  text: "For so long after a losing trade nothing opens.",
  setting: "risk.pauseAfterLossMs",
  silent: "unset",
  validity: false,
  measure({ view, limits }) {
    const pauseMs = limits.pauseAfterLossMs;
    if (pauseMs === undefined) return off;
    const last = view.facts.trades().losses.at(-1);
    if (last === undefined) return noLoss;
    const sinceMs = view.now - last;
    return answer(sinceMs >= pauseMs, () => ({
      observed: `${sinceMs}`,
      limit: `${pauseMs}`,
      headroom: null,
      text: `The last loss was ${sinceMs} ms ago; the pause of ${pauseMs} ms ends ${toRfc3339(last + pauseMs)}`,
    }));
  },
};
