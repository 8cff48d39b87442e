import { toHex } from "../byte-text.ts";
import { noPrevious } from "../leaf.ts";
import { type Check, conclude } from "./verdict.ts";

/** V05: every event names the hash of the event before it. What came before a partial bundle's first event is proven by V08. */
export const chainHolds: Check = ({ events }) => {
  const failures: { text: string; where: string }[] = [];
  let prev: string | null = null;
  for (const { seq, value, leaf } of events) {
    const expected = seq === 0 ? noPrevious : prev;
    prev = toHex(leaf);
    if (expected === null || typeof value !== "object" || value === null) continue;
    if (!("prev" in value) || value.prev !== expected) {
      failures.push({
        text: "it does not name the hash of the event before it: one of the two was changed",
        where: `event ${seq}`,
      });
    }
  }
  return conclude("V05", failures, "every event names the hash of the one before it");
};
