import fc from "fast-check";
import { expect, test } from "vitest";
import { wrongVerdict } from "../../main/audit/verifier/judge-verdict.ts";
import { createGate } from "../../main/risk/gate.ts";
import { book, intentOf, limits, viewOf, wish } from "../fixtures/risk-books.ts";

test("whatever the gate judges follows from its own rows, as the verifier works it out again", () => {
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(book, wish, limits, (seen, order, set) => {
      const { verdict, record } = createGate({ limits: () => set }).judge(intentOf(order), viewOf(seen));
      outcomes.add(verdict.outcome);
      for (const said of [verdict, record]) expect(wrongVerdict(JSON.parse(JSON.stringify(said)))).toBeNull();
    }),
    { numRuns: 3000 },
  );
  expect(outcomes).toEqual(new Set(["approved", "rejected"]));
});
