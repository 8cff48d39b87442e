import fc from "fast-check";
import { expect, it } from "vitest";
import { crossing } from "./crossing.ts";
import { exactInput } from "./exact-input.ts";
import { movingAverage } from "./moving-average.ts";

it("a moving average is the exact mean of its last inputs, and NaN before it has them", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 200 }),
      (length, cents) => {
        const average = movingAverage(length);
        cents.forEach((value, index) => {
          const next = average.next(exactInput(value / 100));
          const window = cents.slice(index + 1 - length, index + 1);
          if (index + 1 < length) expect(next).toBeNaN();
          else expect(next).toBe(window.reduce((sum, each) => sum + each * 1e6, 0) / length);
        });
      },
    ),
  );
});

it("a decimal price of up to eight places becomes a whole number, any other stays as it is", () => {
  expect(exactInput(48155.99)).toBe(4815599000000);
  expect(exactInput(0.00001234)).toBe(1234);
  expect(exactInput(100.0078125)).toBe(10000781250);
  expect(Number.isInteger(exactInput(37.61784744262695))).toBe(false);
});

it("a crossing needs strictly one side before and strictly the other now", () => {
  const lines = crossing();
  const said = (
    [
      [Number.NaN, 1],
      [2, 1],
      [0, 1],
      [1, 1],
      [2, 1],
      [0, 1],
      [2, 1],
    ] as const
  ).map(([first, second]) => lines.next(first, second));
  expect(said).toEqual([null, null, "under", null, null, "under", "over"]);
});
