import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { RiskLimits } from "../../shared/model/risk.ts";
import { TimeWindows } from "../../shared/model/time-windows.ts";
import { windowAt } from "./local-windows.ts";
import { newsFromEvents, withNews } from "./news-from-events.ts";

const minuteMs = 60_000;
const zones = ["UTC", "America/New_York", "Europe/Prague", "Australia/Lord_Howe"] as const;

test("an event makes a window with its padding, and one for each day that it touches", () => {
  const start = Date.UTC(2026, 1, 6, 13, 30);
  const payrolls = { title: "US payrolls", start, end: start };
  const padding = { beforeMs: 5 * minuteMs, afterMs: 15 * minuteMs };
  expect(newsFromEvents([payrolls], padding, "America/New_York")).toEqual([
    { from: "08:25", to: "08:45", date: "2026-02-06", title: "US payrolls" },
  ]);
  const long = { title: "x", start: Date.UTC(2026, 1, 6, 23), end: Date.UTC(2026, 1, 8) };
  expect(newsFromEvents([long], { beforeMs: 0, afterMs: 0 }, "UTC")).toEqual([
    { from: "23:00", to: "24:00", date: "2026-02-06", title: "x" },
    { from: "00:00", to: "24:00", date: "2026-02-07", title: "x" },
  ]);
});

test("every moment of the padded event is in a window, and no moment an hour and more away, also as clocks change", () => {
  let moments = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
      fc.oneof(fc.constant(0), fc.nat(30 * 60 * minuteMs)),
      fc.nat(60 * minuteMs),
      fc.nat(60 * minuteMs),
      fc.constantFrom(...zones),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (start, length, beforeMs, afterMs, zone, share) => {
        const end = start + length;
        const windows = newsFromEvents([{ title: "x", start, end }], { beforeMs, afterMs }, zone);
        const setting = TimeWindows.parse({ zone, windows });
        const [from, to] = [start - beforeMs, end + afterMs];
        const inside = Math.floor(from + (to - from) * share);
        if (to > from && inside < to) {
          moments++;
          expect(windowAt(setting, inside)).not.toBeNull();
        }
        expect(windowAt(setting, from - 121 * minuteMs)).toBeNull();
        expect(windowAt(setting, to + 121 * minuteMs)).toBeNull();
      },
    ),
    { numRuns: 2000 },
  );
  expect(moments).toBeGreaterThan(1500);
});

test("around the hour that clocks show twice nothing is missed", () => {
  // New York, 1 November 2026: 02:00 becomes 01:00 at 06:00 UTC.
  const start = Date.UTC(2026, 10, 1, 5, 50);
  const windows = newsFromEvents(
    [{ title: "x", start, end: start + 20 * minuteMs }],
    { beforeMs: 0, afterMs: 0 },
    "America/New_York",
  );
  for (let at = start; at < start + 20 * minuteMs; at += minuteMs) {
    expect(windowAt({ zone: "America/New_York", windows }, at)).not.toBeNull();
  }
});

test("more events than the setting takes windows are refused before a window is made", () => {
  const start = Date.UTC(2026, 0, 1);
  const event = { title: "x", start, end: start + 366 * 86_400_000 };
  const read = vi.fn(() => event.end);
  const events = Array.from({ length: 501 }, () => Object.defineProperty({ ...event }, "end", { get: read }));
  const padding = { beforeMs: 0, afterMs: 0 };
  const limits = RiskLimits.parse({ priceBandAtr: "3", atrPeriod: 14, maxOrdersPerSecond: 5, staleAfterMs: 1 });
  expect(() => withNews(limits, events, padding)).toThrow(expect.objectContaining({ code: "CALENDAR-SIZE" }));
  expect(read).not.toHaveBeenCalled();
  expect(() => withNews(limits, events.slice(499), padding)).toThrow(
    expect.objectContaining({ code: "CALENDAR-SIZE" }),
  );
  expect(() => withNews(limits, [], padding)).toThrow(expect.objectContaining({ code: "CALENDAR-EMPTY" }));
});
