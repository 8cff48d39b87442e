import { describe, expect, test } from "vitest";
import { firmDays } from "./firm-day.ts";

const day = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const utc = (text: string): number => Date.parse(text);

describe("a firm's days", () => {
  test.each([
    ["Prague, clock back", "00:00", "Europe/Prague", "2026-10-25", "2026-10-24T22:00Z", "2026-10-25T23:00Z"],
    ["Prague, clock forward", "00:00", "Europe/Prague", "2027-03-28", "2027-03-27T23:00Z", "2027-03-28T22:00Z"],
    ["Prague, summer", "00:00", "Europe/Prague", "2026-07-01", "2026-06-30T22:00Z", "2026-07-01T22:00Z"],
    ["Chicago, clock back", "17:00", "America/Chicago", "2026-11-01", "2026-10-31T22:00Z", "2026-11-01T23:00Z"],
    ["Chicago, clock forward", "17:00", "America/Chicago", "2027-03-14", "2027-03-13T23:00Z", "2027-03-14T22:00Z"],
    ["New York, clock back", "18:00", "America/New_York", "2026-11-01", "2026-10-31T22:00Z", "2026-11-01T23:00Z"],
    ["New York, clock forward", "18:00", "America/New_York", "2027-03-14", "2027-03-13T23:00Z", "2027-03-14T22:00Z"],
    ["a reset in the skipped hour", "02:30", "Europe/Prague", "2027-03-28", "2027-03-28T01:00Z", "2027-03-29T00:30Z"],
    [
      "a reset in the hour shown twice",
      "02:30",
      "Europe/Prague",
      "2026-10-25",
      "2026-10-25T00:30Z",
      "2026-10-26T01:30Z",
    ],
  ])("%s: from reset to reset", (_, resetAt, zone, date, from, to) => {
    const days = firmDays(resetAt, zone);
    expect([days.startOf(day(date)), days.startOf(day(date) + 1)]).toEqual([utc(from), utc(to)]);
    expect([utc(from) - 1, utc(from), utc(to) - 1, utc(to)].map((at) => days.dayAt(at) - day(date))).toEqual([
      -1, 0, 0, 1,
    ]);
  });

  test.each(["Europe/Prague", "America/Chicago", "America/New_York", "America/Havana"])(
    "in %s the moments of a year belong each to the day that began last",
    (zone) => {
      for (const resetAt of ["00:00", "00:30", "17:00"]) {
        const days = firmDays(resetAt, zone);
        for (let at = utc("2026-01-01T00:00Z"); at < utc("2027-01-01T00:00Z"); at += 13 * 3_600_000) {
          const found = days.dayAt(at);
          if (days.startOf(found) > at || days.startOf(found + 1) <= at)
            expect.fail(`${resetAt} ${new Date(at).toISOString()}`);
        }
      }
    },
  );
});
