import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breakEvenPrice } from "./break-even-price.ts";

const at = (size: string, feeBps: string, averagePrice = "100", priceIncrement = "0.01"): string =>
  breakEvenPrice({ size, averagePrice, feeBps, priceIncrement });

describe("the break-even price", () => {
  test("is the entry itself where nothing costs a fee, an exact increment not rounded away", () => {
    expect(at("1", "0")).toBe("100.00");
    expect(at("-1", "0")).toBe("100.00");
  });

  test("carries the fees of both fills, rounded so that nothing is lost", () => {
    expect(at("2", "10")).toBe("100.21");
    expect(at("-2", "10")).toBe("99.80");
    expect(at("1", "0", "100.004")).toBe("100.01");
    expect(at("-1", "0", "100.004")).toBe("100.00");
    expect(at("1", "10", "60000", "0.5")).toBe("60120.5");
  });

  test("loses nothing, and an increment less would", () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 1_000, max: 10_000_000 }),
        (long, feeBps, cents) => {
          const entry = new Decimal(cents).div(100);
          const price = new Decimal(at(long ? "1" : "-1", String(feeBps), entry.toFixed()));
          const fee = new Decimal(feeBps).div(10_000);
          const result = (exit: Decimal): Decimal =>
            (long ? exit.sub(entry) : entry.sub(exit)).sub(entry.mul(fee)).sub(exit.mul(fee));
          expect(result(price).gte(-1e-9)).toBe(true);
          expect(result(price.add(long ? -0.01 : 0.01)).lt(1e-9)).toBe(true);
        },
      ),
    );
  });
});
