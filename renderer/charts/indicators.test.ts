import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ema, rsi, sma } from "./indicators.ts";

const prices = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 120 });

describe("indicators", () => {
  it("average the last values", () => {
    expect(sma([1, 2, 3, 4, 5], 3)).toEqual([Number.NaN, Number.NaN, 2, 3, 4]);
  });
  it("weigh newer values more in an exponential average", () => {
    expect(ema([1, 2, 3, 4, 8], 3)).toEqual([Number.NaN, Number.NaN, 2, 3, 5.5]);
  });
  it("measure strength from 0 to 100 after Wilder", () => {
    expect(rsi([1, 2, 3, 4], 3)).toEqual([Number.NaN, Number.NaN, Number.NaN, 100]);
    expect(rsi([4, 3, 2, 1], 3).at(-1)).toBe(0);
    expect(rsi([5, 5, 5, 5], 3).at(-1)).toBe(50);
    // 14 changes of Wilder's worked example, as it stands in the literature on the indicator.
    const closes = [
      44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.1, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28,
    ];
    expect(rsi(closes, 14).at(-1)).toBeCloseTo(70.46, 1);
  });
  it("stay between the extremes of their values", () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 30 }), (values, period) => {
        const rounding = Math.max(...values) * 1e-9;
        const low = Math.min(...values) - rounding;
        const high = Math.max(...values) + rounding;
        for (const value of [...sma(values, period), ...ema(values, period)])
          if (!Number.isNaN(value) && (value < low || value > high)) return false;
        return rsi(values, period).every((value) => Number.isNaN(value) || (value >= 0 && value <= 100));
      }),
    );
  });
});
