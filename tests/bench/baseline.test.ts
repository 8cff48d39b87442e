import { expect, test } from "vitest";
import { lostRatios } from "./baseline.ts";
import { atMostCells, verdictAtMost, verdictOf } from "./verdict.ts";

test("a ratio that lost more than a fifth is named with both values", () => {
  expect(lostRatios({ a: 0.1, b: 0.5, c: 1 }, { a: 0.079, b: 0.4, c: 2 })).toEqual([
    "a: the ratio fell from 0.100 to 0.0790",
  ]);
});

test("a ratio that is not a number counts as lost only where it was measured", () => {
  expect(lostRatios({ a: 0.1, gone: 1 }, { a: Number.NaN, fresh: 1 })).toHaveLength(1);
});

test("a ratio misses, reaches what it must, or reaches the goal", () => {
  const target = { must: 0.2, goal: 0.4 };
  expect([0.19, 0.2, 0.4, Number.NaN].map((ratio) => verdictOf(ratio, target))).toEqual([
    "missed",
    "must",
    "goal",
    "missed",
  ]);
});

test("values that should be low stand where the worst of them stands", () => {
  const target = { must: [5, 50], goal: [2, 15] };
  const verdicts = [
    [2, 15],
    [2, 16],
    [5, 50],
    [5.1, 1],
    [Number.NaN, 1],
  ].map((values) => verdictAtMost(values, target));
  expect(verdicts).toEqual(["goal", "must", "must", "missed", "missed"]);
  expect(atMostCells([9, 9], target)).toEqual({ goal: "must <= 5/50, goal <= 2/15: missed", met: false });
});
