import type { InstrumentScale } from "../../engine/gate.ts";
import type { RiskFacts } from "../../engine/risk-watch.ts";
import type { CheckFactory } from "./breaker-check.ts";

/** The spread of something held is so wide, in basis points of its middle. */
export const spread: CheckFactory = ({ limit }) => {
  const mostBps = Number(limit);
  let widest = -1;
  const bpsOf = (facts: RiskFacts, i: number): number => {
    const [bid, ask] = [facts.bid(i), facts.ask(i)];
    return ((ask - bid) / ((ask + bid) / 2)) * 10_000;
  };
  return {
    isCrossed(facts) {
      for (let i = 0; i < facts.scales.length; i++) {
        // Not wider without a quote either: a missing price is another breaker's.
        if (!facts.isOpen(i) || !(facts.ask(i) - facts.bid(i) > (facts.ask(i) + facts.bid(i)) * mostBps * 0.5e-4)) {
          continue;
        }
        widest = i;
        return true;
      }
      return false;
    },
    find(facts) {
      const { instrument } = facts.scales[widest] as InstrumentScale;
      const bps = bpsOf(facts, widest).toFixed(1);
      return { observed: bps, basis: instrument.id, reason: `the spread of ${instrument.id} is ${bps} basis points` };
    },
  };
};
