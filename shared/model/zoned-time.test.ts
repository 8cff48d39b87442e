import { expect, test } from "vitest";
import { daysOf, parseRfc3339, toRfc3339 } from "./time.ts";
import { zonedTime } from "./zoned-time.ts";

const hourMs = 3_600_000;
const day = (text: string): number => {
  const [year = 0, month = 0, date = 0] = text.split("-").map(Number);
  return daysOf({ year, month, day: date });
};
const hoursOf = (zone: string, text: string): number => {
  const time = zonedTime(zone);
  return (time.instantOf(day(text) + 1, 0) - time.instantOf(day(text), 0)) / hourMs;
};

test("days of 23, 24, 25 and of half hours have the length that their zone gives them", () => {
  expect(hoursOf("America/New_York", "2026-03-08")).toBe(23);
  expect(hoursOf("America/New_York", "2026-11-01")).toBe(25);
  expect(hoursOf("Europe/Prague", "2026-03-29")).toBe(23);
  expect(hoursOf("Europe/Prague", "2026-10-25")).toBe(25);
  expect(hoursOf("Europe/Prague", "2026-10-26")).toBe(24);
  expect(hoursOf("Australia/Lord_Howe", "2026-04-05")).toBe(24.5);
  expect(hoursOf("Australia/Lord_Howe", "2026-10-04")).toBe(23.5);
  expect(hoursOf("UTC", "2026-03-08")).toBe(24);
});

test("a local time becomes an instant, also where the clock skips it or shows it twice", () => {
  const newYork = zonedTime("America/New_York");
  const at = (text: string, minute: number): string => toRfc3339(newYork.instantOf(day(text), minute));
  expect(at("2013-10-07", 570)).toBe("2013-10-07T13:30:00.000Z");
  expect(at("2026-01-05", 570)).toBe("2026-01-05T14:30:00.000Z");
  expect(at("2026-03-08", 150)).toBe("2026-03-08T07:00:00.000Z");
  expect(at("2026-11-01", 90)).toBe("2026-11-01T05:30:00.000Z");
});

test("an instant tells its local day and minute, across the change of the clock", () => {
  const prague = zonedTime("Europe/Prague");
  const noon = parseRfc3339("2026-07-01T10:00:00.000Z");
  expect([prague.dayAt(noon), prague.minuteAt(noon)]).toEqual([day("2026-07-01"), 720]);
  const late = parseRfc3339("2026-12-31T23:30:00.000Z");
  expect([prague.dayAt(late), prague.minuteAt(late)]).toEqual([day("2027-01-01"), 30]);
  for (const zone of ["America/New_York", "Europe/Prague", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]) {
    const time = zonedTime(zone);
    for (let hour = 0; hour < 24 * 366; hour += 5) {
      const instant = Date.UTC(2026, 0, 1) + hour * hourMs;
      const back = time.instantOf(time.dayAt(instant), time.minuteAt(instant));
      // Of an hour that is shown twice the first is meant.
      expect([0, hourMs, hourMs / 2]).toContain(instant - back);
    }
  }
});

test("a zone that does not exist is refused", () => {
  expect(() => zonedTime("Mars/Olympus")).toThrow(RangeError);
});
