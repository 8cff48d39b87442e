import fc from "fast-check";
import { expect, test } from "vitest";
import { codeRuns, codesOf } from "./rule-codes.ts";

test("codes that follow one another are named by the first and the last", () => {
  expect(codeRuns(["RISK-004", "RISK-008", "RISK-009", "RISK-010", "RISK-042", "RISK-043"])).toEqual([
    "RISK-004",
    "RISK-008..RISK-010",
    "RISK-042..RISK-043",
  ]);
  expect(codeRuns([])).toEqual([]);
});

test("runs name the codes they were made of", () => {
  const codes = fc
    .uniqueArray(fc.integer({ min: 0, max: 999 }))
    .map((rules) => rules.sort((a, b) => a - b).map((rule) => `RISK-${String(rule).padStart(3, "0")}`));
  fc.assert(
    fc.property(codes, (all) => {
      expect(codesOf(codeRuns(all))).toEqual(all);
    }),
  );
});

test("what is no run names itself, and one that runs backwards nothing", () => {
  expect(codesOf(["RISK-011", "RISK-1..RISK-2", "anything", "RISK-012..RISK-011", "RISK-012..RISK-012"])).toEqual([
    "RISK-011",
    "RISK-1..RISK-2",
    "anything",
    "RISK-012",
  ]);
});

test("a list that names codes without end is read to where one of them has been named twice", () => {
  const codes = codesOf(Array.from({ length: 1_000_000 }, () => "RISK-000..RISK-999"));
  expect(codes.length).toBeGreaterThan(1000);
  expect(codes.length).toBeLessThanOrEqual(2000);
});

test("what stands behind thousands that are no codes is named too", () => {
  const others = Array.from({ length: 3000 }, (_, n) => `other ${n}`);
  expect(codesOf([...others, "RISK-011", "RISK-045..RISK-046"])).toEqual([
    ...others,
    "RISK-011",
    "RISK-045",
    "RISK-046",
  ]);
});
