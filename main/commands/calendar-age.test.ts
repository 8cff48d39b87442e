import { expect, test } from "vitest";
import { timeAfter, timeBefore } from "./calendar-age.ts";

test("an age is counted back on the calendar", () => {
  const now = Date.parse("2026-11-21T10:00:00Z");
  const back = (age: string): string => new Date(timeBefore(now, age, "--older-than")).toISOString().slice(0, 10);
  expect([back("90d"), back("2w"), back("12mo"), back("2y")]).toEqual([
    "2026-08-23",
    "2026-11-07",
    "2025-11-21",
    "2024-11-21",
  ]);
  expect(() => timeBefore(now, "a year", "--older-than")).toThrow("--older-than does not understand");
  const on = (age: string): string => new Date(timeAfter(now, age, "--retain")).toISOString().slice(0, 10);
  expect([on("90d"), on("2w"), on("12mo"), on("7y")]).toEqual(["2027-02-19", "2026-12-05", "2027-11-21", "2033-11-21"]);
});
