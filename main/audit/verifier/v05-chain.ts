import { noPrevious } from "../leaf.ts";
import { Findings, type OpenCheck } from "./verdict.ts";

/** V05: every event names the hash of the event before it. What came before a partial bundle's first event is proven by V08. */
export const chainHolds: OpenCheck = () => {
  const findings = new Findings("V05");
  let prev: string | null = null;
  return {
    event({ seq, says, readable, leafHex }) {
      const expected = seq === 0 ? noPrevious : prev;
      prev = leafHex;
      if (expected !== null && readable && says.prev !== expected) {
        findings.add("it does not name the hash of the event before it: one of the two was changed", `event ${seq}`);
      }
    },
    conclude: () => findings.conclude("every event names the hash of the one before it"),
  };
};
