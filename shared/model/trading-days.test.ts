import { expect, it } from "vitest";
import { tradingDays } from "./trading-days.ts";

const hour = 3_600_000;

it("ends a day at the very moment at which the next begins", () => {
  const days = tradingDays({ dayZone: "UTC", dayStartsAt: "00:00" });
  const midnight = Date.UTC(2026, 0, 6);
  expect(days.startOf(days.dayOf(midnight))).toBe(Date.UTC(2026, 0, 5));
  expect(days.startOf(days.dayOf(midnight + 1))).toBe(midnight);
  expect(days.startOf(days.dayOf(midnight + 86_400_000))).toBe(midnight);
});

it.each([
  ["Europe/Prague", "00:00", "2026-03-28T23:00:00Z", 23],
  ["Europe/Prague", "00:00", "2026-10-24T22:00:00Z", 25],
  ["America/Chicago", "17:00", "2026-03-07T23:00:00Z", 23],
  ["America/Chicago", "17:00", "2026-10-31T22:00:00Z", 25],
  ["America/New_York", "17:00", "2026-07-01T21:00:00Z", 24],
  ["Asia/Kolkata", "09:15", "2026-07-01T03:45:00Z", 24],
])("gives the day of %s that begins at %s local time on %s its %i hours", (dayZone, dayStartsAt, begins, hours) => {
  const days = tradingDays({ dayZone, dayStartsAt });
  const start = Date.parse(begins);
  const day = days.dayOf(start + 1);
  expect(days.startOf(day)).toBe(start);
  expect(days.dayOf(start)).toBe(day - 1);
  expect(days.startOf(day + 1)).toBe(start + hours * hour);
  expect(days.dayOf(start + hours * hour)).toBe(day);
});
