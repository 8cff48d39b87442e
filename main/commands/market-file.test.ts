import { expect, test } from "vitest";
import { marketFile, refuseIdle } from "./market-file.ts";
import { UsageError } from "./usage-error.ts";

test("a run is over exactly one file", () => {
  expect(marketFile({ bars: "b.csv" })).toBe("b.csv");
  expect(marketFile({ ticks: "t.csv" })).toBe("t.csv");
  expect(() => marketFile({})).toThrow(UsageError);
  expect(() => marketFile({ bars: "b.csv", ticks: "t.csv" })).toThrow(UsageError);
});

test("an option that decides nothing in a run is refused, not passed over", () => {
  const run = { strategy: "sma" };
  expect(() => refuseIdle({ ...run, bars: "b.csv", intervalMs: 60_000 })).toThrow("--interval-ms cuts ticks");
  expect(() => refuseIdle({ ...run, bars: "b.csv", calendar: "none.txt" })).toThrow("--calendar means nothing");
  refuseIdle({ ...run, bars: "b.csv", confirmAutomation: true });
  refuseIdle({ ...run, ticks: "t.csv", intervalMs: 60_000, preset: "p", calendar: "c.txt", confirmAutomation: true });
});
