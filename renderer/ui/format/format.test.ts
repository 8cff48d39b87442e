import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFixed } from "../../../shared/model/fixed.ts";
import { formatAge } from "./format-age.ts";
import { formatCompact } from "./format-compact.ts";
import { formatMoney, signOf } from "./format-money.ts";
import { formatPercent } from "./format-percent.ts";
import { formatPrice } from "./format-price.ts";
import { formatSize } from "./format-size.ts";
import { formatTime } from "./format-time.ts";
import { parseDecimal } from "./parse-decimal.ts";
import { stepDecimal } from "./step-decimal.ts";

const decimalText = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 10 }))
  .map(([units, digits]) => formatFixed(units, digits));

describe("money for the eye", () => {
  it("is exact where a double is not", () => {
    expect(formatMoney("9007199254740993.01")).toBe("9,007,199,254,740,993.01");
  });
  it("writes a plus only where asked, and never on zero", () => {
    expect(formatMoney("12.5", { sign: "always" })).toBe("+12.50");
    expect(formatMoney("-12.5", { sign: "always", currency: "USDT" })).toBe("−12.50 USDT");
    expect(formatMoney("0", { sign: "always" })).toBe("0.00");
    expect(formatMoney("12.5")).toBe("12.50");
  });
  it("knows the sign of any decimal text", () => {
    expect([signOf("0.00"), signOf("-0.01"), signOf("0.01")]).toEqual([0, -1, 1]);
  });
});

describe("prices and sizes", () => {
  it("carry the decimals of their increments", () => {
    expect(formatPrice("61250", "0.1")).toBe("61,250.0");
    expect(formatPrice(1.0842, "0.00001")).toBe("1.08420");
    expect(formatSize("0.2500", "0.00001")).toBe("0.25");
    expect(formatSize("-3.5", "0.0001", "always")).toBe("−3.5");
    expect(formatSize("40", "1", "always")).toBe("+40");
  });
  it("write percentages and compact counts", () => {
    expect(formatPercent(-1.234)).toBe("−1.23%");
    expect(formatPercent("0.5", 1, "auto")).toBe("0.5%");
    expect(formatCompact(12_345)).toBe("12.3K");
    expect(formatCompact(3.456)).toBe("3.46");
  });
});

describe("times", () => {
  const at = Date.UTC(2026, 0, 31, 14, 5, 9, 120);
  it("are written in the display zone", () => {
    expect(formatTime(at, "milliseconds", "UTC")).toBe("14:05:09.120");
    expect(formatTime(at, "date-time", "America/New_York")).toBe("2026-01-31 09:05:09");
    expect(formatTime(at, "axis-month", "UTC")).toBe("Jan");
  });
  it("fall back to UTC in a zone nobody knows, and to the machine's in `local`", () => {
    expect(formatTime(at, "time", "Mars/Olympus")).toBe("14:05");
    expect(formatTime(at, "time", "local")).toMatch(/^\d\d:\d\d$/);
  });
  it("age in one unit", () => {
    expect([400, 4000, 180_000, 7_200_000, 432_000_000].map(formatAge)).toEqual(["now", "4 s", "3 min", "2 h", "5 d"]);
  });
});

describe("a typed number", () => {
  it("is read with grouping, a missing zero and multipliers", () => {
    expect(["1,250.5", ".5", "2k", "1.5m", "1.2345k", "007", "−3", "+1_000", "5."].map(parseDecimal)).toEqual([
      "1250.5",
      "0.5",
      "2000",
      "1500000",
      "1234.5",
      "7",
      "-3",
      "1000",
      "5",
    ]);
  });
  it("is nothing when it is not a number", () => {
    expect(["", "abc", "1e5", "--1", ".", "1.2.3", "k"].map(parseDecimal)).toEqual(Array(7).fill(null));
  });
  it("takes a comma, a space or a line only between groups of three digits: 0,5 is no five", () => {
    const others = ["0,5", "0,500", "1,5", "1.250,5", "1,2500", "12,34,567", ",5", "1,", "1_0", "1 25", "1,250 500"];
    expect(others.map(parseDecimal)).toEqual(Array(others.length).fill(null));
    expect(["12,345,678", "1 250.5", "1\u202f250", "- 1,250", "1,250 k"].map(parseDecimal)).toEqual([
      "12345678",
      "1250.5",
      "1250",
      "-1250",
      "1250000",
    ]);
  });
  it("reads every decimal text as itself", () => {
    fc.assert(fc.property(decimalText, (text) => parseDecimal(text) === text));
  });
});

describe("a step", () => {
  it("lands on the grid of the step", () => {
    expect(stepDecimal("10.03", "0.05", 1)).toBe("10.05");
    expect(stepDecimal("10.03", "0.05", -1)).toBe("10");
    expect(stepDecimal("10", "0.1", 10)).toBe("11");
  });
  it("stops at the minimum", () => {
    expect(stepDecimal("0.1", "1", -1)).toBe("0");
    expect(stepDecimal("5", "0", 1)).toBe("5");
  });
  it("always ends on a multiple of the step", () => {
    fc.assert(
      fc.property(
        fc.nat(1e9),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: -20, max: 20 }).filter(Boolean),
        (units, step, count) => {
          const next = stepDecimal(formatFixed(BigInt(units), 2), formatFixed(BigInt(step), 2), count);
          const cents = Math.round(Number(next) * 100);
          return cents % step === 0;
        },
      ),
    );
  });
});
