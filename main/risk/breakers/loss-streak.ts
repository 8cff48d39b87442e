import type { CheckFactory } from "./breaker-check.ts";

const fills: ReadonlySet<string> = new Set([
  "order.partially_filled",
  "order.filled",
  "fill.busted",
  "fill.corrected",
  "risk.state_changed",
]);

/** So many trades in a row that lost; re-arming begins the count anew. */
export const lossStreak: CheckFactory = ({ limit, rule }) => {
  const most = Number(limit);
  let streak = 0;
  let isRead = false;
  return {
    isCrossed(facts) {
      if (!isRead) {
        isRead = true;
        const since = facts.rearmedAt(rule);
        streak = facts.trades().losses.filter((endedAt) => endedAt > since).length;
      }
      return streak >= most;
    },
    find: () => ({ observed: `${streak}`, basis: "trades in a row", reason: `${streak} trades in a row lost` }),
    applied({ type }) {
      if (fills.has(type)) isRead = false;
    },
  };
};
