import fc from "fast-check";
import { expect, it } from "vitest";
import { fitColumns } from "./fit-columns.ts";

const all = (): boolean => true;
const sum = (widths: readonly number[]): number => widths.reduce((all, width) => all + width, 0);

it("hands the room in which the next column would stand in part to those that stand whole", () => {
  expect(fitColumns([100, 100, 100], 250, all)).toEqual([125, 125, 100]);
});

it("leaves the widths alone where all columns fit, or not even one", () => {
  expect(fitColumns([100, 100], 300, all)).toEqual([100, 100]);
  expect(fitColumns([100, 100], 80, all)).toEqual([100, 100]);
  expect(fitColumns([], 80, all)).toEqual([]);
});

it("pushes no words out of sight to make that room", () => {
  expect(fitColumns([100, 100, 100], 250, (at) => at !== 2)).toEqual([100, 100, 100]);
  expect(fitColumns([100, 100, 100], 250, (at) => at === 2)).toEqual([125, 125, 100]);
});

it("ends a column where the room ends, narrows none and keeps those behind as they are", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 40, max: 300 })), fc.integer({ min: 300, max: 2000 }), (widths, room) => {
      const fitted = fitColumns(widths, room, all);
      expect(fitted.every((width, at) => width >= (widths[at] ?? 0))).toBe(true);
      if (sum(widths) <= room) return;
      const ends = fitted.map((_, at) => sum(fitted.slice(0, at + 1)));
      expect(ends.some((end) => Math.abs(end - room) < 0.001)).toBe(true);
    }),
  );
});
