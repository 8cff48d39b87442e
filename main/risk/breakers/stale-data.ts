import type { InstrumentScale } from "../../engine/gate.ts";
import type { RiskFacts } from "../../engine/risk-watch.ts";
import type { CheckFactory } from "./breaker-check.ts";

/** The price of something that is held, or that an order works in, is so old. */
export const staleData: CheckFactory = ({ limit }) => {
  const mostMs = Number(limit);
  let firstSeenAt = Number.NaN;
  let dueAt = Number.NEGATIVE_INFINITY;
  let oldest = -1;

  /** The instrument whose price is oldest of all that matter; one without a price is as old as the watch. */
  function look(facts: RiskFacts): number {
    let found = -1;
    let at = Number.POSITIVE_INFINITY;
    for (let i = 0; i < facts.scales.length; i++) {
      if (!facts.isOpen(i) && !facts.hasWorking(i)) continue;
      const priced = facts.pricedAt(i);
      const seen = Number.isNaN(priced) ? firstSeenAt : priced;
      if (seen < at) {
        at = seen;
        found = i;
      }
    }
    dueAt = at + mostMs;
    return found;
  }

  return {
    isCrossed(facts) {
      if (Number.isNaN(firstSeenAt)) firstSeenAt = facts.now;
      // A newer price is due later; what is opened meanwhile comes with an event.
      if (facts.now < dueAt) return false;
      oldest = look(facts);
      return oldest >= 0 && facts.now >= dueAt;
    },
    applied() {
      dueAt = Number.NEGATIVE_INFINITY;
    },
    find(facts) {
      const { instrument } = facts.scales[oldest] as InstrumentScale;
      const ms = facts.now - (dueAt - mostMs);
      return { observed: `${ms}`, basis: instrument.id, reason: `the last price of ${instrument.id} is ${ms} ms old` };
    },
  };
};
