import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { book, intentOf, limits, viewOf, wish } from "../../tests/fixtures/risk-books.ts";
import { AskedRules } from "./asked-rules.ts";
import { createGate } from "./gate.ts";
import { off, type Rule, type RuleInput } from "./rule.ts";
import { rules } from "./rules/registry.ts";
import { tradingState } from "./rules/trading-state.ts";

test("a rule that is not asked would have answered that no limit is set", () => {
  const judge = vi.spyOn(tradingState, "measure");
  let unasked = 0;
  try {
    fc.assert(
      fc.property(book, wish, limits, (seen, order, set) => {
        createGate({ limits: () => set }).preview(intentOf(order), viewOf(seen));
        const input = judge.mock.lastCall?.[0] as RuleInput;
        const asked = new Set(new AskedRules().of(set, false, false));
        for (const [index, rule] of rules.entries()) {
          if (asked.has(index)) continue;
          unasked++;
          expect(rule.measure(input), rule.code).toBe(off);
        }
      }),
      { numRuns: 200 },
    );
  } finally {
    judge.mockRestore();
  }
  expect(unasked).toBeGreaterThan(1000);
});

test("every rule is asked where a trader, strategy or model has limits of its own", () => {
  const asked = new AskedRules();
  const set = { maxNotionalPerOrder: "1", priceBandAtr: "3", atrPeriod: 14, maxOrdersPerSecond: 5, staleAfterMs: 1 };
  expect(asked.of(set, false, true)).toHaveLength(rules.length);
});

test("a setting or a firm that comes later is asked from then on", () => {
  const asked = new AskedRules();
  const bare = { priceBandAtr: "3", atrPeriod: 14, maxOrdersPerSecond: 5, staleAfterMs: 1 };
  const codes = (...of: Parameters<AskedRules["of"]>): string[] =>
    asked.of(...of).map((index) => (rules[index] as Rule).code);
  const before = codes(bare, false, false);
  const limited = codes({ ...bare, maxDailyLoss: "100" }, false, false);
  expect(limited.filter((code) => !before.includes(code))).toEqual(["RISK-029"]);
  const firm = codes(bare, true, false).filter((code) => !before.includes(code));
  expect(firm).toEqual([45, 46, 47, 48, 49, 50, 51].map((number) => `RISK-0${number}`));
});
