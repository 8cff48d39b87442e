import { expect, test } from "vitest";
import { retryWaitMs } from "./retry-wait.ts";

test("a refused request waits ever longer, up to its longest", () => {
  expect([1, 2, 3, 8, 9, 1000].map((refusals) => retryWaitMs(refusals, 30_000, "no"))).toEqual([
    250, 500, 1000, 30_000, 30_000, 30_000,
  ]);
});

test.each([
  ["retry after 900 ms", 900],
  ["Too many requests. Retry-After: 2", 2000],
  ["retry after 1.5 s", 1500],
  ["retry after 100 ms", 250],
  ["retry after 999999999 s", 300_000],
  ["a code of 429", 250],
])("of what the refusal says, %j, the wait is %i ms", (said, ms) => {
  expect(retryWaitMs(1, 30_000, said)).toBe(ms);
});
