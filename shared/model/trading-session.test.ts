import { expect, test } from "vitest";
import { parseRfc3339, toRfc3339 } from "./time.ts";
import { TradingHours } from "./trading-hours.ts";
import { dayOrderEnd, isOpen, sessionAt } from "./trading-session.ts";

const weekdays = [1, 2, 3, 4, 5];
const nyse = TradingHours.parse({
  zone: "America/New_York",
  sessions: weekdays.map((day) => ({ day, open: "09:30", close: "16:00" })),
  holidays: ["2026-11-26"],
});
const overnight = TradingHours.parse({
  zone: "America/Chicago",
  sessions: [7, 1, 2, 3, 4].map((day) => ({ day, open: "17:00", close: "16:00" })),
});
const session = (hours: TradingHours, at: string): string[] | null => {
  const found = sessionAt(hours, parseRfc3339(at));
  return found && [toRfc3339(found.opensAt), toRfc3339(found.closesAt)];
};

test("a session follows its exchange's clock in summer and in winter", () => {
  expect(session(nyse, "2026-07-01T15:00:00.000Z")).toEqual(["2026-07-01T13:30:00.000Z", "2026-07-01T20:00:00.000Z"]);
  expect(session(nyse, "2026-12-01T15:00:00.000Z")).toEqual(["2026-12-01T14:30:00.000Z", "2026-12-01T21:00:00.000Z"]);
});

test("outside a session the next one is told, over weekends and holidays", () => {
  expect(isOpen(nyse, parseRfc3339("2026-07-01T13:29:59.999Z"))).toBe(false);
  expect(isOpen(nyse, parseRfc3339("2026-07-01T13:30:00.000Z"))).toBe(true);
  expect(isOpen(nyse, parseRfc3339("2026-07-01T20:00:00.000Z"))).toBe(false);
  expect(session(nyse, "2026-11-21T12:00:00.000Z")?.[0]).toBe("2026-11-23T14:30:00.000Z");
  expect(session(nyse, "2026-11-25T21:00:00.000Z")?.[0]).toBe("2026-11-27T14:30:00.000Z");
});

test("a session over midnight belongs to the day it opens on", () => {
  expect(isOpen(overnight, parseRfc3339("2026-07-01T03:00:00.000Z"))).toBe(true);
  expect(session(overnight, "2026-07-01T03:00:00.000Z")).toEqual([
    "2026-06-30T22:00:00.000Z",
    "2026-07-01T21:00:00.000Z",
  ]);
  expect(isOpen(overnight, parseRfc3339("2026-07-01T21:30:00.000Z"))).toBe(false);
});

test("a day order ends with the last session of its day, not with a break in it", () => {
  const end = (hours: TradingHours, at: string): string => toRfc3339(dayOrderEnd(hours, parseRfc3339(at)));
  const [morning, afternoon] = [
    { open: "09:30", close: "12:00" },
    { open: "13:00", close: "16:00" },
  ] as const;
  const hongKong = TradingHours.parse({
    zone: "Asia/Hong_Kong",
    sessions: weekdays.flatMap((day) => [
      { day, ...afternoon },
      { day, ...morning },
    ]),
  });
  // 10:01, 12:30 and 15:00 there; after the close the next day counts.
  for (const at of ["02:01", "04:30", "07:00"]) {
    expect(end(hongKong, `2026-07-01T${at}:00.000Z`)).toBe("2026-07-01T08:00:00.000Z");
  }
  expect(end(hongKong, "2026-07-01T08:00:00.000Z")).toBe("2026-07-02T08:00:00.000Z");
  const evening = TradingHours.parse({
    zone: "UTC",
    sessions: [
      { day: 3, ...morning },
      { day: 3, open: "13:00", close: "00:00" },
    ],
  });
  expect(end(evening, "2026-07-01T10:00:00.000Z")).toBe("2026-07-02T00:00:00.000Z");
  // A session over midnight and one after its break are one day; the one that opens in the evening is the next.
  const futures = TradingHours.parse({
    zone: "America/Chicago",
    sessions: weekdays.flatMap((day) => [
      { day, open: "15:30", close: "16:00" },
      { day: day === 1 ? 7 : day - 1, open: "17:00", close: "15:15" },
    ]),
  });
  expect(end(futures, "2026-07-01T02:00:00.000Z")).toBe("2026-07-01T21:00:00.000Z");
  expect(end(futures, "2026-07-01T20:45:00.000Z")).toBe("2026-07-01T21:00:00.000Z");
  expect(end(futures, "2026-07-01T21:30:00.000Z")).toBe("2026-07-02T21:00:00.000Z");
});

test("a day order ends with its session, and without trading hours at midnight UTC", () => {
  const at = parseRfc3339("2026-07-01T15:00:00.000Z");
  expect(toRfc3339(dayOrderEnd(nyse, at))).toBe("2026-07-01T20:00:00.000Z");
  expect(toRfc3339(dayOrderEnd(undefined, at))).toBe("2026-07-02T00:00:00.000Z");
  const closed = TradingHours.parse({ zone: "UTC", sessions: [{ day: 1, open: "00:00", close: "24:00" }] });
  const always = {
    ...closed,
    holidays: Array.from({ length: 60 }, (_, i) => toRfc3339(at + i * 86_400_000).slice(0, 10)),
  };
  expect(sessionAt(always, at)).toBeNull();
  expect(dayOrderEnd(always, at)).toBe(at);
});
