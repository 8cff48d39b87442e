import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BarPath } from "./bar-path.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const price = fc.integer({ min: 1, max: 200 });
const bars = fc.tuple(price, price, price, price).map(([open, close, a, b]) => ({
  open,
  close,
  high: Math.max(open, close, a, b),
  low: Math.min(open, close, a, b),
}));

describe("the way of a price inside a bar", () => {
  it("goes to the high first where the bar falls, and to the low first where it rises", () => {
    const falling = new BarPath(100, 104, 90, 95);
    expect([falling.lowest(0, 1 / 3), falling.highest(0, 1 / 3)]).toEqual([100, 104]);
    expect([falling.lowest(0.5, 1), falling.highest(0.5, 1)]).toEqual([90, 97]);
    const rising = new BarPath(100, 104, 90, 102);
    expect([rising.lowest(0, 1 / 3), rising.highest(0, 1 / 3)]).toEqual([90, 100]);
  });

  it("has been as low and as high between two moments as any moment between them shows", () => {
    fc.assert(
      fc.property(bars, share, share, fc.array(share, { minLength: 1, maxLength: 20 }), (bar, a, b, between) => {
        const path = new BarPath(bar.open, bar.high, bar.low, bar.close);
        const [from, to] = a < b ? [a, b] : [b, a];
        const seen = between.map((at) => path.priceAt(from + (to - from) * at));
        expect(path.lowest(from, to)).toBeLessThanOrEqual(Math.min(...seen) + 1e-9);
        expect(path.highest(from, to)).toBeGreaterThanOrEqual(Math.max(...seen) - 1e-9);
        expect([path.lowest(0, 1), path.highest(0, 1)]).toEqual([bar.low, bar.high]);
      }),
    );
  });
});
