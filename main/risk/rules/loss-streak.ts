import { toRfc3339 } from "../../../shared/model/time.ts";
import { answer, off, type Rule } from "../rule.ts";

export const lossStreak: Rule = {
  code: "RISK-033",
  name: "Loss streak",
  text: "After so many losing trades in a row nothing opens for a while; without a length of the pause, to the end of the trading day. Losses are counted anew after each pause.",
  setting: "risk.maxLossStreak",
  silent: "unset",
  alsoSettings: ["risk.lossStreakPauseMs"],
  validity: false,
  measure({ view, limits }) {
    const most = limits.maxLossStreak;
    if (most === undefined) return off;
    const { now, facts } = view;
    let streak = 0;
    let until = Number.NEGATIVE_INFINITY;
    for (const at of facts.trades().losses) {
      if (++streak < most) continue;
      const pauseMs = limits.lossStreakPauseMs;
      until = pauseMs === undefined ? facts.dayEnd(at) : at + pauseMs;
      streak = 0;
    }
    const paused = now < until;
    return answer(!paused, () => ({
      observed: `${paused ? most : streak}`,
      limit: `${most}`,
      headroom: `${paused ? 0 : most - streak}`,
      text: paused
        ? `${most} losing trades in a row: nothing opens until ${toRfc3339(until)}`
        : `${streak} losing trades in a row; after ${most} there is a pause`,
    }));
  },
};
