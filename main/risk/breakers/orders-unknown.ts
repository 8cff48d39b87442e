import type { CheckFactory } from "./breaker-check.ts";

/** For so long it is unknown whether the venue has an order. */
export const ordersUnknown: CheckFactory = ({ limit }) => {
  const mostMs = Number(limit);
  return {
    isCrossed: (facts) => facts.now - facts.unknownSince() >= mostMs,
    find(facts) {
      const ms = facts.now - facts.unknownSince();
      return { observed: `${ms}`, basis: "ms", reason: `an order has been unconfirmed for ${ms} ms` };
    },
  };
};
