import fc from "fast-check";
import { expect, test } from "vitest";
import { RecordedVerdict } from "../../shared/model/risk.ts";
import { codesOf } from "../../shared/model/rule-codes.ts";
import { defaultLimits } from "../../tests/fixtures/engine-rig.ts";
import { book, intentOf, limits, tightest, viewOf, wish } from "../../tests/fixtures/risk-books.ts";
import { canonicalize } from "../audit/canonical.ts";
import { createGate } from "./gate.ts";
import { recordedRows } from "./recorded-rows.ts";

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

test("every rule's row comes back from a verdict's text as the gate said it, of rules that break and of scopes too", () => {
  const facts = fc.constantFrom("quote", "trades", "cancelsAfter", "restingAgainst", "equityPeak");
  const amendment = fc.record({ filled: fc.bigInt({ min: 0n, max: 1000n }), shrinks: fc.boolean() });
  const breaking = fc.option(facts, { freq: 3 });
  const scope = fc.option(fc.constant({ traders: { t1: { maxNotionalPerOrder: "5", maxSpreadBps: "3" } } }));
  const kinds = new Set<string>();
  fc.assert(
    fc.property(
      book,
      wish,
      limits,
      breaking,
      fc.option(amendment),
      scope,
      (seen, order, own, broken, change, scopes) => {
        const set = scopes === null ? own : { ...own, scopes };
        const gate = createGate({ limits: () => set });
        const breaks = () => {
          throw new Error('no "facts"');
        };
        const view = viewOf(seen, broken === null ? {} : { facts: { ...seen.facts, [broken]: breaks } });
        const intent = intentOf(order);
        const judgement =
          change === null ? gate.judge(intent, view) : gate.judgeAmendment(intent, view, change.filled, change.shrinks);
        const { recordText = "", verdict } = judgement;
        expect(recordedRows(RecordedVerdict.parse(JSON.parse(recordText)))).toEqual(verdict.rows);
        kinds.add(verdict.reducing ? "reducing" : "opening");
        if (recordText.includes("could not be checked")) kinds.add("broken");
        if (recordText.includes("risk.scopes.traders.t1")) kinds.add("scoped");
      },
    ),
    { numRuns: 1000 },
  );
  expect(kinds).toEqual(new Set(["reducing", "opening", "broken", "scoped"]));
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
