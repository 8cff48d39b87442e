import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readStatement } from "./read-statement.ts";
import { readAmount, readTime } from "./statement-values.ts";

const samples = join(import.meta.dirname, "../../../../shared/data/statements/tradetally");
const at = (text: string): number => Date.parse(text);

describe.skipIf(!existsSync(samples))("statements as platforms write them", () => {
  const files = existsSync(samples) ? readdirSync(samples).sort() : [];
  const read = (start: string, zone?: string) =>
    readStatement(readFileSync(join(samples, files.find((file) => file.startsWith(start)) ?? ""), "utf8"), zone);
  /** Rows without a side, and trades without a size or a side, say too little to be compared. */
  const without = new Set(["31", "33"]);

  it.each(files)("%s is read whole, or refused by name", (file) => {
    const text = readFileSync(join(samples, file), "utf8");
    if (without.has(file.slice(0, 2))) {
      expect(() => readStatement(text)).toThrow(expect.objectContaining({ code: "STATEMENT-LAYOUT" }));
      return;
    }
    const { executions } = readStatement(text);
    expect(executions.length).toBeGreaterThan(0);
    for (const { size, price, at: time } of executions) {
      expect(Number(size)).toBeGreaterThan(0);
      expect(Number(price)).toBeGreaterThan(0);
      expect(time).toBeGreaterThan(at("2022-01-01"));
    }
  });

  it("are made of executions: a closed trade is two", () => {
    expect(read("12")).toEqual({
      layout: "projectx-trades",
      executions: [
        { line: 2, symbol: "ESM24", side: "buy", size: "1", price: "5000", at: at("2025-01-01T09:30:00Z"), fee: null },
        { line: 2, symbol: "ESM24", side: "sell", size: "1", price: "5010", at: at("2025-01-01T10:00:00Z"), fee: null },
      ],
    });
  });

  it("name their offsets, or are told their zone", () => {
    expect(read("13").executions[0]?.at).toBe(at("2026-06-11T13:45:21Z"));
    expect(read("11", "America/Chicago").executions[0]?.at).toBe(at("2025-01-01T15:30:00Z"));
    expect(read("17").executions[0]?.at).toBe(at("2026-04-27T06:05:02Z"));
    expect(read("36").executions[0]?.at).toBe(at("2026-07-28T09:45:17Z"));
  });

  it("write numbers in their own way", () => {
    expect(read("17").executions).toMatchObject([
      { side: "buy", price: "7200.75", fee: "0.62" },
      { side: "sell", price: "7204.75" },
    ]);
    expect(read("24").executions.slice(0, 2)).toMatchObject([
      { side: "buy", size: "0.33", price: "4577.86" },
      { side: "sell", price: "4595.91" },
    ]);
  });

  it("are found inside the sections of an activity statement", () => {
    const { layout, executions } = read("06");
    expect(layout).toBe("ibkr-activity");
    expect(executions).toMatchObject([
      { symbol: "AAPL", side: "buy", size: "100", price: "150", fee: "1" },
      { side: "sell", price: "155" },
    ]);
  });
});

it.each([
  ["1,234.50", "1234.5"],
  ["7200,75", "7200.75"],
  ["4 577,86", "4577.86"],
  ["$(115.00)", "-115"],
  ["0,62 $", "0.62"],
  ["-1.00", "-1"],
  ["1,234", "1234"],
  ["1.234.567,8", "1234567.8"],
  ["-", null],
  ["n/a", null],
  ["", null],
])("reads the amount %s as %s", (text, value) => {
  expect(readAmount(text)).toBe(value);
});

it.each([
  ["20250101;093000", "2025-01-01T09:30:00Z"],
  ["20260721", "2026-07-21T00:00:00Z"],
  ["2026-01-05, 09:30:00", "2026-01-05T09:30:00Z"],
  ["7/28/2026 12:46:05 AM", "2026-07-28T00:46:05Z"],
  ["4/30/26 7:35:46", "2026-04-30T07:35:46Z"],
  ["2026.04.30 09:37:11", "2026-04-30T09:37:11Z"],
  ["01/01/2025 09:30:00 -06:00", "2025-01-01T15:30:00Z"],
  ["13/13/2025", null],
  ["soon", null],
])("reads the time %s as %s", (text, value) => {
  expect(readTime(text, "UTC", false)).toBe(value === null ? null : at(value));
});

it("refuses a row that cannot be read, by its line", () => {
  const text = "Symbol,Date/Time,Quantity,Price\nAAPL,20250101;093000,100,150\nAAPL,yesterday,1,150\n";
  expect(() => readStatement(text)).toThrow(
    expect.objectContaining({ code: "STATEMENT-ROW", message: expect.stringContaining("Line 3") as string }),
  );
});
