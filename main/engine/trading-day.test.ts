import { expect, test } from "vitest";
import { startOf, tradingDay } from "./trading-day.ts";

test("midnight ends a trading day, the millisecond after it begins the next", () => {
  const midnight = Date.UTC(2026, 0, 6);
  expect(startOf(tradingDay(midnight))).toBe(Date.UTC(2026, 0, 5));
  expect(startOf(tradingDay(midnight + 1))).toBe(midnight);
  expect(startOf(tradingDay(midnight + 86_400_000))).toBe(midnight);
});
