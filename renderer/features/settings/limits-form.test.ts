import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RiskLimits } from "../../../shared/model/risk.ts";
import { changedLimits, limitsToForm, readLimits } from "./limits-form.ts";

const limits: RiskLimits = {
  maxNotionalPerOrder: "25000",
  priceBandAtr: "3",
  atrPeriod: 14,
  maxOrdersPerSecond: 5,
  staleAfterMs: 5000,
};

describe("the risk limits form", () => {
  it("reads back what it was filled with", () => {
    fc.assert(
      fc.property(
        fc.record({
          priceBandAtr: fc.integer({ min: 1, max: 99 }).map((n) => String(n)),
          atrPeriod: fc.integer({ min: 1, max: 500 }),
          maxOrdersPerSecond: fc.integer({ min: 1, max: 1000 }),
          staleAfterMs: fc.integer({ min: 1, max: 1_000_000 }),
        }),
        (sample) => {
          expect(readLimits(limitsToForm(sample))).toEqual({ ok: true, limits: sample });
        },
      ),
    );
  });

  it("takes an empty notional as no limit and a zero as a mistake", () => {
    expect(readLimits({ ...limitsToForm(limits), maxNotionalPerOrder: "" })).toMatchObject({ ok: true });
    const zero = readLimits({ ...limitsToForm(limits), maxNotionalPerOrder: "0" });
    expect(!zero.ok && zero.problems.get("maxNotionalPerOrder")).toBe("settings.problem.decimal");
  });

  it("keeps the limits that it does not show", () => {
    const base: RiskLimits = { ...limits, maxOpenPositions: 3 };
    expect(readLimits({ ...limitsToForm(base), maxNotionalPerOrder: "" }, base)).toEqual({
      ok: true,
      limits: { priceBandAtr: "3", atrPeriod: 14, maxOrdersPerSecond: 5, staleAfterMs: 5000, maxOpenPositions: 3 },
    });
  });

  it("says which field is not readable", () => {
    const reading = readLimits({ ...limitsToForm(limits), priceBandAtr: "wide", atrPeriod: "1.5" });
    expect(!reading.ok && Object.fromEntries(reading.problems)).toEqual({
      priceBandAtr: "settings.problem.decimal",
      atrPeriod: "settings.problem.integer",
    });
  });

  it("says which number is out of the range the desk accepts", () => {
    const reading = readLimits({ ...limitsToForm(limits), atrPeriod: "501", maxOrdersPerSecond: "0" });
    expect(!reading.ok && Object.fromEntries(reading.problems)).toEqual({
      atrPeriod: "settings.problem.range",
      maxOrdersPerSecond: "settings.problem.range",
    });
  });
});

describe("a change of limits", () => {
  it("lists only what differs, old value first", () => {
    const { maxNotionalPerOrder: _, ...without } = limits;
    expect(changedLimits(limits, { ...without, atrPeriod: 20 })).toEqual([
      { field: "maxNotionalPerOrder", from: "25000", to: "" },
      { field: "atrPeriod", from: "14", to: "20" },
    ]);
    expect(changedLimits(limits, limits)).toEqual([]);
  });
});
