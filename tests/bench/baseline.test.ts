import { expect, test } from "vitest";
import { lostRatios } from "./baseline.ts";
import { verdictOf } from "./verdict.ts";

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
