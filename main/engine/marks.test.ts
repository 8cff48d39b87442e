import fc from "fast-check";
import { expect, test } from "vitest";
import { instrumentNamed } from "../../tests/fixtures/engine-rig.ts";
import { scaleOf } from "./instrument-scale.ts";
import { Marks } from "./marks.ts";

const scales = [scaleOf(instrumentNamed("A"), 0), scaleOf(instrumentNamed("B", { priceIncrement: "1" }), 1)];

const bar = (high: number, low: number, close: number) => ({
  instrument: 0,
  openTime: 0,
  intervalMs: 60_000,
  open: low,
  high,
  low,
  close,
  volume: 1,
});

test("the average true range is a mean until the period is full, then Wilder's smoothing", () => {
  const marks = new Marks(scales, () => 3);
  expect(marks.of(0).atr).toBeNaN();
  // high, low, close; the true range of each bar is 2, 3 (gap up), 4 (gap down), 2.
  marks.range(bar(11, 9, 10));
  expect(marks.of(0).atr).toBe(2);
  marks.range(bar(13, 12, 13));
  expect(marks.of(0).atr).toBe(2.5);
  marks.range(bar(10, 9, 9));
  expect(marks.of(0).atr).toBe(3);
  marks.range(bar(10, 8, 9));
  expect(marks.of(0).atr).toBeCloseTo((3 * 2 + 2) / 3, 12);
  expect(marks.of(1).atr).toBeNaN();
});

test("a changed period holds from the next bar on", () => {
  let period = 2;
  const marks = new Marks(scales, () => period);
  for (const range of [2, 4, 6]) marks.range(bar(10 + range / 2, 10 - range / 2, 10));
  expect(marks.of(0).atr).toBe((3 * 1 + 6) / 2);
  period = 1;
  marks.range(bar(15, 5, 10));
  expect(marks.of(0).atr).toBe(10);
  period = 100;
  marks.range(bar(16, 4, 10));
  expect(marks.of(0).atr).toBe((10 * 4 + 12) / 5);
});

test("a price becomes its integer exactly, also where doubles have no decimals left", () => {
  const marks = new Marks(scales, () => 14);
  expect(marks.units(0)).toBeNull();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 12 }), (cents) => {
      marks.set(0, Number((cents / 100).toFixed(2)), 1);
      expect(marks.units(0)).toBe(BigInt(cents));
      expect(marks.units(0)).toBe(BigInt(cents));
    }),
  );
  marks.set(0, 2 ** 60, 2);
  expect(marks.units(0)).toBe(2n ** 60n * 100n);
  marks.set(1, 41.6, 3);
  expect(marks.units(1)).toBe(42n);
});
