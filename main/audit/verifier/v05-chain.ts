import { Findings, type OpenCheck } from "./verdict.ts";

/** What the first event names, which has none before it. */
const nothing = new Uint8Array(32);

/** V05: every event names the hash of the event before it. What came before a partial bundle's first event is proven by V08. */
export const chainHolds: OpenCheck = () => {
  const findings = new Findings("V05");
  let before: Uint8Array | null = null;
  return {
    event(event) {
      const expected = event.seq === 0 ? nothing : before;
      before = event.leaf;
      if (expected !== null && event.readable && !event.follows(expected)) {
        const text = "it does not name the hash of the event before it: one of the two was changed";
        findings.add(text, `event ${event.seq}`);
      }
    },
    conclude: () => findings.conclude("every event names the hash of the one before it"),
  };
};
