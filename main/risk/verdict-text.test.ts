import fc from "fast-check";
import { expect, test } from "vitest";
import { codesOf } from "../../shared/model/rule-codes.ts";
import { defaultLimits } from "../../tests/fixtures/engine-rig.ts";
import { book, intentOf, limits, tightest, viewOf, wish } from "../../tests/fixtures/risk-books.ts";
import { canonicalize } from "../audit/canonical.ts";
import { createGate } from "./gate.ts";

test("a verdict's text is the canonical form of its record, whatever the gate judged before", () => {
  const step = fc.record({ seen: book, order: wish, set: fc.oneof(limits, fc.constantFrom(defaultLimits, tightest)) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      let set = defaultLimits;
      const gate = createGate({ limits: () => set });
      for (const { seen, order, set: next } of steps) {
        set = next;
        const { record, recordText } = gate.judge(intentOf(order), viewOf(seen));
        expect(recordText).toBe(canonicalize(record as never));
      }
    }),
    { numRuns: 300 },
  );
});

test("rules of a scope, and what they leave unset, are written as they are recorded", () => {
  const scoped = { ...defaultLimits, scopes: { traders: { t1: { maxNotionalPerOrder: "5" } } } };
  const gate = createGate({ limits: () => scoped });
  const [seen] = fc.sample(book, { numRuns: 1, seed: 2 });
  const [order] = fc.sample(wish, { numRuns: 1, seed: 2 });
  const view = viewOf(seen as never, { actor: { kind: "trader", id: "t1" }, position: 0n, working: [] });
  const { record, recordText } = gate.judge(intentOf(order as never), view);
  expect(codesOf(record.unset ?? []).length).toBeGreaterThan(10);
  expect(record.rows.map(({ setting }) => setting)).toContain("risk.scopes.traders.t1.maxNotionalPerOrder");
  expect(recordText).toBe(canonicalize(record as never));
});
