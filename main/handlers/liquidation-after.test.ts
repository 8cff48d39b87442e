import { Decimal } from "decimal.js";
import { describe, expect, test } from "vitest";
import { liquidationAfter, type PositionAfter } from "./liquidation-after.ts";

const dec = (value: Decimal.Value): Decimal => new Decimal(value);
const from = (change: Partial<PositionAfter>): string | null =>
  liquidationAfter({
    held: dec(0),
    after: dec(1),
    averagePrice: dec(0),
    price: dec(100),
    multiplier: dec(1),
    maintenanceRate: dec("0.05"),
    behind: dec(20),
    isolated: false,
    priceIncrement: "0.01",
    ...change,
  });

describe("the liquidation price in a preview", () => {
  test("is where what stands behind the position meets the maintenance margin, rounded towards it", () => {
    // 20 + p - 100 = 0.05 p
    expect(from({})).toBe("84.21");
    // 20 + 100 - p = 0.05 p
    expect(from({ after: dec(-1) })).toBe("114.29");
  });

  test("is none for a flat position, or where no price takes all of it", () => {
    expect(from({ after: dec(0) })).toBeNull();
    expect(from({ behind: dec(1000) })).toBeNull();
  });

  test("mixes the entries of what is held and added, and counts an open result once", () => {
    // Held 1 from 80, one more at 100: entry 90; equity of 60 holds the open 20 already.
    const added = { held: dec(1), after: dec(2), averagePrice: dec(80), behind: dec(60) };
    expect(from(added)).toBe("73.68");
    expect(from({ ...added, isolated: true })).toBe("63.15");
  });

  test("keeps the entry of what is left of a position, and starts anew where it turns", () => {
    expect(from({ held: dec(2), after: dec(1), averagePrice: dec(90), behind: dec(30) })).toBe("73.68");
    expect(from({ held: dec(-1), after: dec(1), averagePrice: dec(90) })).toBe(from({}));
  });

  test("counts the other side of the instrument where both share their margin", () => {
    // Equity 1000, both from 100: 1000 + 60 (p − 100) = 0.05 × 140 p.
    const hedged = { after: dec(100), behind: dec(1000), other: { size: dec(-40), averagePrice: dec(100) } };
    expect(from(hedged)).toBe("94.33");
    // Where they outweigh each other only the maintenance moves: 1000 = 0.05 × 200 p.
    expect(from({ ...hedged, other: { size: dec(-100), averagePrice: dec(100) } })).toBe("100.00");
    expect(from({ ...hedged, isolated: true })).toBe(from({ after: dec(100), behind: dec(1000), isolated: true }));
  });
});
