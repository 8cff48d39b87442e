import fc from "fast-check";
import { expect, it } from "vitest";
import { priceDecimals } from "./price-decimals.ts";

function barsOf(prices: readonly number[]): Parameters<typeof priceDecimals>[0] {
  const column = Float64Array.from(prices);
  return {
    length: column.length,
    openTime: column,
    open: column,
    high: column,
    low: column,
    close: column,
    volume: column,
  };
}

it("the decimals of prices are those they were written with", () => {
  const units = fc.array(fc.integer({ min: 1, max: 99_999_999 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 8 }), (values, digits) => {
      const texts = values.map((value) => (value / 10 ** digits).toFixed(digits));
      const written = texts.map((text) => text.replace(/\.?0+$/, (end) => (text.includes(".") ? "" : end)));
      const decimals = Math.max(...written.map((text) => text.split(".")[1]?.length ?? 0));
      expect(priceDecimals(barsOf(texts.map(Number)))).toBe(decimals);
    }),
  );
});

it("an adjusted price's endless decimals count as eight, and prices in large numbers as none", () => {
  expect(priceDecimals(barsOf([36.896076715977145]))).toBe(8);
  expect(priceDecimals(barsOf([1e9, 123_456]))).toBe(0);
});
