import fc from "fast-check";
import { expect, test } from "vitest";
import { middlePrice } from "./middle-price.ts";

test("the middle of two decimal prices is the double of their decimal middle", () => {
  const digits = fc.integer({ min: 0, max: 6 });
  const units = fc.integer({ min: 1, max: 100_000_000 });
  fc.assert(
    fc.property(digits, units, fc.integer({ min: 0, max: 5000 }), (places, bid, spread) => {
      const price = (number: number): number => Number(`${number}e-${places}`);
      expect(middlePrice(price(bid), price(bid + spread))).toBe(Number(`${(2 * bid + spread) * 5}e-${places + 1}`));
    }),
  );
});

test("the middle of prices too fine for that is what doubles make of it", () => {
  expect(middlePrice(1e-15, 3e-15)).toBe(2e-15);
  expect(middlePrice(1e12 + 0.25, 1e12 + 0.75)).toBe(1e12 + 0.5);
});
