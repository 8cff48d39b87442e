import fc from "fast-check";
import { expect, it } from "vitest";
import { tenTo } from "../../shared/model/fixed.ts";
import { decimalOf, toStep } from "./exact-price.ts";

const unchanged = { numerator: 1n, denominator: 1n };

it("reads a double back as the decimal it was written as, large and small", () => {
  expect(decimalOf(48151.1)).toEqual({ units: 481511n, digits: 1 });
  expect(decimalOf(1.5e-9)).toEqual({ units: 15n, digits: 10 });
  expect(decimalOf(3e21)).toEqual({ units: 3n * tenTo(21), digits: 0 });
  fc.assert(
    fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
      const { units, digits } = decimalOf(value);
      expect(Number(`${units}e-${digits}`)).toBe(value === 0 ? 0 : value);
    }),
  );
  expect(() => decimalOf(-1)).toThrow(RangeError);
  expect(() => decimalOf(Number.NaN)).toThrow("NaN is not a price");
});

it("rounds down, up and to the nearest increment, halves to even", () => {
  const at = (value: number, rounding: "down" | "nearest" | "up"): bigint =>
    toStep(decimalOf(value), unchanged, 5n, 2, rounding);
  expect([at(1.07, "down"), at(1.07, "nearest"), at(1.07, "up")]).toEqual([105n, 105n, 110n]);
  expect([at(1.05, "up"), at(1.025, "nearest"), at(1.075, "nearest")]).toEqual([105n, 100n, 110n]);
});
