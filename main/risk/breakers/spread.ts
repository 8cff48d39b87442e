import type { InstrumentScale } from "../../engine/gate.ts";
import type { RiskFacts } from "../../engine/risk-watch.ts";
import type { CheckFactory } from "./breaker-check.ts";

/**
 * The spread of something held is so wide, in basis points of its middle. A bid above the ask is no market, so that
 * nobody knows its spread: it counts as too wide, as the rule for entries has it.
 */
export const spread: CheckFactory = ({ limit }) => {
  const mostBps = Number(limit);
  let widest = -1;
  return {
    isCrossed(facts) {
      for (let i = 0; i < facts.scales.length; i++) {
        const bid = facts.bid(i);
        const ask = facts.ask(i);
        // Not wider without a quote either: a missing price is another breaker's.
        if (!facts.isOpen(i) || !(ask < bid || ask - bid > (ask + bid) * mostBps * 0.5e-4)) continue;
        widest = i;
        return true;
      }
      return false;
    },
    find: (facts) => findingOf(facts, widest),
  };
};

function findingOf(facts: RiskFacts, index: number): ReturnType<ReturnType<CheckFactory>["find"]> {
  const { id } = (facts.scales[index] as InstrumentScale).instrument;
  const [bid, ask] = [facts.bid(index), facts.ask(index)];
  if (ask < bid) {
    const reason = `the spread of ${id} is not known: a bid of ${bid} above an ask of ${ask} is no market`;
    return { observed: "unknown", basis: id, reason };
  }
  const bps = (((ask - bid) / ((ask + bid) / 2)) * 10_000).toFixed(1);
  return { observed: bps, basis: id, reason: `the spread of ${id} is ${bps} basis points` };
}
