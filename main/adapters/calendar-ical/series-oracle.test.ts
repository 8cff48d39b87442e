import fc from "fast-check";
import { expect, test } from "vitest";
import { readCalendar } from "./read-calendar.ts";

/**
 * A second reader that tries every minute and thinks in no other way: whether the clock of a zone, as Intl tells it, shows
 * a time that the series has. Series are by day, on some weekdays, with every kind of exception.
 */
const minuteMs = 60_000;
const dayMs = 86_400_000;
const days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;
const zones = ["America/New_York", "Europe/Prague", "Asia/Tokyo"] as const;
const formats = new Map(
  [...zones, "UTC"].map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }),
  ]),
);

interface Change {
  readonly day: number;
  readonly named: "zone" | "utc" | "day" | "elsewhere";
  readonly what: "without" | "canceled" | "moved";
  /** How many minutes after the old time, or before it. */
  readonly by: number;
}

interface Series {
  readonly zone: (typeof zones)[number];
  readonly minute: number;
  readonly interval: number;
  readonly weekdays: readonly number[];
  readonly last: number;
  readonly ends: "count" | "until" | "never";
  readonly changes: readonly Change[];
}

// Both changes of the clock in New York and Prague are within.
const firstDay = Date.UTC(2026, 1, 16) / dayMs;
const shownIn = (zone: string, at: number): string => formats.get(zone)?.format(at) ?? "";
const stamp = (shown: string): string => shown.replace(/[-:]/g, "").replace(" ", "T");
const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
const timeText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}:00`;

/** The instant of a local time, found by looking at every quarter of an hour of three days; a skipped one has none. */
function instantOf(zone: string, day: number, minute: number): number | null {
  const wanted = `${dayText(day)} ${timeText(minute)}`;
  for (let at = (day - 1) * dayMs; at < (day + 2) * dayMs; at += 15 * minuteMs)
    if (shownIn(zone, at) === wanted) return at;
  return null;
}

function daysOfSeries({ interval, weekdays, last }: Series): number[] {
  const found: number[] = [];
  for (let day = firstDay; found.length < last; day++) {
    const isFirst = day === firstDay;
    const isFit =
      (day - firstDay) % interval === 0 &&
      (weekdays.length === 0 || weekdays.includes(new Date(day * dayMs).getUTCDay()));
    if (isFirst || isFit) found.push(day);
  }
  return found;
}

function fileOf(series: Series): string {
  const { zone, minute, interval, weekdays, ends, changes } = series;
  const all = daysOfSeries(series);
  const start = `;TZID=${zone}:${stamp(`${dayText(firstDay)} ${timeText(minute)}`)}`;
  const name = ({ day, named }: Change): string => {
    const at = instantOf(zone, all[day] ?? 0, minute) ?? 0;
    if (named === "day") return `;VALUE=DATE:${stamp(dayText(all[day] ?? 0))}`;
    if (named === "utc") return `:${stamp(shownIn("UTC", at))}Z`;
    const where = named === "zone" ? zone : "Asia/Tokyo";
    return `;TZID=${where}:${stamp(shownIn(where, at))}`;
  };
  const isFirstFit = weekdays.length === 0 || weekdays.includes(new Date(firstDay * dayMs).getUTCDay());
  const rule = [`FREQ=DAILY;INTERVAL=${interval}`];
  if (weekdays.length > 0) rule.push(`BYDAY=${weekdays.map((one) => days[one]).join(",")}`);
  // A start that the rule does not make is counted by nobody.
  if (ends === "count") rule.push(`COUNT=${Math.max(1, all.length - (isFirstFit ? 0 : 1))}`);
  if (ends === "until") rule.push(`UNTIL=${stamp(shownIn("UTC", instantOf(zone, all.at(-1) ?? 0, minute) ?? 0))}Z`);
  const lines = ["BEGIN:VEVENT", "UID:a", "SUMMARY:x", `DTSTART${start}`, "DURATION:PT10M"];
  if (all.length > 1 || isFirstFit) lines.push(`RRULE:${rule.join(";")}`);
  const exceptions: string[] = [];
  for (const change of changes) {
    if (change.what === "without") lines.push(`EXDATE${name(change)}`);
    else {
      const at = (instantOf(zone, all[change.day] ?? 0, minute) ?? 0) + change.by * minuteMs;
      const what = change.what === "canceled" ? "STATUS:CANCELLED" : `DTSTART:${stamp(shownIn("UTC", at))}Z`;
      exceptions.push("BEGIN:VEVENT", "UID:a", "SUMMARY:y", `RECURRENCE-ID${name(change)}`, what, "END:VEVENT");
    }
  }
  const events = [...lines, "END:VEVENT"];
  const both = series.minute % 2 === 0 ? [...events, ...exceptions] : [...exceptions, ...events];
  return ["BEGIN:VCALENDAR", "VERSION:2.0", ...both, "END:VCALENDAR", ""].join("\r\n");
}

/** What is left, as the series says it, without reading the file. */
function expected(series: Series, from: number, to: number): string[] {
  const all = daysOfSeries(series);
  const found = new Set<string>();
  const add = (title: string, start: number, length: number): void => {
    if (start + length >= from && start < to) found.add(`${start} ${start + length} ${title}`);
  };
  for (const [index, day] of all.entries()) {
    const at = instantOf(series.zone, day, series.minute) ?? 0;
    const change = series.changes.find((one) => one.day === index);
    if (change === undefined) add("x", at, 10 * minuteMs);
    else if (change.what === "moved") add("y", at + change.by * minuteMs, 0);
  }
  return [...found].sort();
}

const series: fc.Arbitrary<Series> = fc.record({
  zone: fc.constantFrom(...zones),
  // Never within an hour that a clock skips or shows twice.
  minute: fc.integer({ min: 16, max: 90 }).map((quarter) => quarter * 15),
  interval: fc.integer({ min: 1, max: 3 }),
  weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 4 }),
  last: fc.integer({ min: 1, max: 25 }),
  ends: fc.constantFrom("count", "until", "never"),
  changes: fc.uniqueArray(
    fc.record({
      day: fc.nat(24),
      named: fc.constantFrom("zone", "utc", "day", "elsewhere"),
      what: fc.constantFrom("without", "canceled", "moved"),
      by: fc.integer({ min: -20 * 1440, max: 20 * 1440 }),
    }),
    { minLength: 1, maxLength: 6, selector: ({ day }) => day },
  ),
});

test("a series with exceptions is what a reader that tries every time makes of it, in any span", () => {
  let times = 0;
  let moved = 0;
  fc.assert(
    fc.property(series, fc.integer({ min: -10, max: 30 }), fc.integer({ min: 5, max: 60 }), (drawn, offset, length) => {
      const from = (firstDay + offset) * dayMs;
      const made = drawn.changes.filter(({ day }) => day < drawn.last);
      const given = { ...drawn, changes: made };
      // What never ends is compared as far as the days that were made.
      const end = ((daysOfSeries(given).at(-1) ?? 0) - 1) * dayMs;
      const to = Math.min(from + length * dayMs, given.ends === "never" ? end : Number.POSITIVE_INFINITY);
      const read = readCalendar(fileOf(given), { from, to, zone: "UTC" });
      const wanted = expected(given, from, to);
      times += wanted.length;
      moved += read.filter(({ title }) => title === "y").length;
      expect(read.map(({ start, end: until, title }) => `${start} ${until} ${title}`).sort()).toEqual(wanted);
    }),
    { numRuns: 150 },
  );
  expect(times).toBeGreaterThan(150);
  expect(moved).toBeGreaterThan(8);
});
