import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { periodsPerYear } from "./periods-per-year.ts";
import { calmar, sharpe, sortino } from "./ratios.ts";
import { annualReturn, maxDrawdown, simpleReturns } from "./returns.ts";

const folder = "../shared/data/metrics";

interface Case {
  readonly empyrical_function: string | null;
  readonly returns: string;
  readonly period?: string;
  readonly risk_free?: string;
  readonly required_return?: string;
  readonly expected?: unknown;
}

const perYear: Record<string, number> = { daily: 252, weekly: 52, monthly: 12 };

/** The equity that the returns make, starting at 1. */
function curveOf(returns: Float64Array): Float64Array {
  const curve = new Float64Array(returns.length + 1).fill(1);
  returns.forEach((each, index) => {
    curve[index + 1] = curve[index]! * (1 + each);
  });
  return curve;
}

/** `periods` counts a missing first return too, as empyrical does. */
const measures: Record<string, (returns: Float64Array, year: number, periods: number) => number | null> = {
  sharpe_ratio: sharpe,
  sortino_ratio: sortino,
  max_drawdown: (returns) => -maxDrawdown(curveOf(returns)),
  annual_return: (returns, year, periods) => annualReturn(curveOf(returns).at(-1)!, periods, year),
  calmar_ratio: (returns, year, periods) =>
    calmar(annualReturn(curveOf(returns).at(-1)!, periods, year), maxDrawdown(curveOf(returns))),
};

describe.skipIf(!existsSync(folder))("against empyrical's own cases (skipped where ../shared/data is absent)", () => {
  const { cases } = JSON.parse(readFileSync(`${folder}/empyrical_test_cases.json`, "utf8")) as { cases: Case[] };
  const { series } = JSON.parse(gunzipSync(readFileSync(`${folder}/empyrical_test_series.json.gz`)).toString()) as {
    series: Record<string, { values: (number | null)[] }>;
  };

  it.each(Object.keys(measures))("%s gives empyrical's values", (name) => {
    let compared = 0;
    for (const each of cases) {
      const { expected, risk_free = "0.0", required_return = "0.0" } = each;
      const values = series[each.returns]?.values;
      if (each.empyrical_function !== name || !values || risk_free !== "0.0" || required_return !== "0.0") continue;
      if (typeof expected !== "number" || values.length === 0) continue;
      // A missing return is one that did not happen.
      const returns = Float64Array.from(values.filter((value) => value !== null));
      const value = measures[name]!(returns, perYear[each.period ?? "daily"]!, values.length);
      expect(value, each.returns).toBeCloseTo(expected, 7);
      compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(3);
  });

  it("gives empyrical's values on the closes of a real share", () => {
    const { metrics } = JSON.parse(readFileSync(`${folder}/empyrical_on_real_data.json`, "utf8"));
    const file = "../shared/data/ohlcv/stocks-daily/AAPL_1d_2019_2025_yahoo_adjusted.csv";
    const [header, ...rows] = readFileSync(file, "utf8").trim().split("\n");
    const column = header!.split(",").indexOf("close");
    const closes = Float64Array.from(rows, (row) => Number(row.split(",")[column]));
    const returns = simpleReturns(closes);
    const expected = metrics.AAPL_all;
    const annual = annualReturn(closes.at(-1)! / closes[0]!, returns.length, 252);
    expect(sharpe(returns, 252)).toBeCloseTo(expected.sharpe_rf0, 8);
    expect(sortino(returns, 252)).toBeCloseTo(expected.sortino_req0, 8);
    expect(maxDrawdown(closes)).toBeCloseTo(-expected.max_drawdown, 8);
    expect(annual).toBeCloseTo(expected.annual_return_252, 8);
    expect(calmar(annual, maxDrawdown(closes))).toBeCloseTo(expected.calmar, 8);
  });
});

it("what is not defined is null, not zero", () => {
  const flat = new Float64Array(10);
  expect([sharpe(flat, 252), sortino(flat, 252), calmar(0.1, 0), calmar(null, 0.1)]).toEqual([null, null, null, null]);
  expect([sharpe(new Float64Array(1), 252), sortino(new Float64Array(1), 252)]).toEqual([null, null]);
  expect([annualReturn(-0.1, 10, 252), annualReturn(1, 0, 252), annualReturn(9, 1, 525_600)]).toEqual([
    null,
    null,
    null,
  ]);
  expect(simpleReturns(new Float64Array(0))).toHaveLength(0);
});

it("a drawdown below zero equity is more than whole", () => {
  expect(maxDrawdown(Float64Array.of(100, 120, -12))).toBeCloseTo(1.1, 12);
  expect(maxDrawdown(Float64Array.of(-5, -10))).toBe(0);
});

it("a year has as many bars as its market is open for", () => {
  expect(periodsPerYear(60_000, "crypto-spot")).toBe(365 * 1440);
  expect(periodsPerYear(86_400_000, "equity")).toBe(252);
  expect(periodsPerYear(60_000, "equity")).toBe(252 * 390);
  expect(periodsPerYear(3_600_000, "fx")).toBe(260 * 24);
});
