import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";
import { type CalendarSpan, readCalendar } from "./read-calendar.ts";

const year: CalendarSpan = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1), zone: "UTC" };
const event = (...lines: string[]): string =>
  ["BEGIN:VEVENT", "UID:a", "SUMMARY:US payrolls", ...lines, "END:VEVENT"].join("\r\n");
const calendar = (...parts: string[]): string =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", ...parts, "END:VCALENDAR", ""].join("\r\n");
const times = (text: string, span = year): string[] =>
  readCalendar(text, span).map(({ start, end }) => `${toRfc3339(start)} ${(end - start) / 60_000}`);
const codeOf = (text: string, span = year): unknown => {
  try {
    return readCalendar(text, span);
  } catch (error) {
    return error instanceof Fault ? error.code : error;
  }
};

describe("an event", () => {
  test("in UTC is when it says, with an end, with a duration and with neither", () => {
    const start = "DTSTART:20260206T133000Z";
    expect(times(calendar(event(start, "DTEND:20260206T140000Z")))).toEqual(["2026-02-06T13:30:00.000Z 30"]);
    expect(times(calendar(event(start, "DURATION:PT1H30M")))).toEqual(["2026-02-06T13:30:00.000Z 90"]);
    expect(times(calendar(event(start)))).toEqual(["2026-02-06T13:30:00.000Z 0"]);
    expect(readCalendar(calendar(event(start)), year)[0]?.title).toBe("US payrolls");
  });

  test("in a zone of the tz database counts by it, whether or not the file defines it", () => {
    const zoned = event("DTSTART;TZID=America/New_York:20260706T083000", "DTEND;TZID=America/New_York:20260706T084500");
    expect(times(calendar(zoned))).toEqual(["2026-07-06T12:30:00.000Z 15"]);
    const offset = ["DTSTART:19700101T000000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0300"];
    const own = ["BEGIN:VTIMEZONE", "TZID:Office", "BEGIN:STANDARD", ...offset, "END:STANDARD", "END:VTIMEZONE"];
    const inOffice = event("DTSTART;TZID=Office:20260706T083000");
    expect(times(calendar(...own, inOffice))).toEqual(["2026-07-06T05:30:00.000Z 0"]);
    expect(codeOf(calendar(inOffice))).toBe("CALENDAR-ZONE");
  });

  test("of a whole day, or at a time without a zone, is in the zone that is asked for", () => {
    const prague = { ...year, zone: "Europe/Prague" };
    expect(times(calendar(event("DTSTART;VALUE=DATE:20260501")), prague)).toEqual(["2026-04-30T22:00:00.000Z 1440"]);
    expect(times(calendar(event("DTSTART:20260501T100000")), prague)).toEqual(["2026-05-01T08:00:00.000Z 0"]);
  });

  test("that repeats keeps its local time over a change of the clocks, without its exceptions", () => {
    const monthly = [
      "DTSTART;TZID=America/New_York:20260102T083000",
      "DURATION:PT15M",
      "RRULE:FREQ=MONTHLY;BYDAY=1FR;COUNT=5",
      "EXDATE;TZID=America/New_York:20260206T083000",
    ];
    const moved = event("RECURRENCE-ID;TZID=America/New_York:20260403T083000", "DTSTART:20260406T123000Z");
    const canceled = event(
      "RECURRENCE-ID;TZID=America/New_York:20260306T083000",
      "STATUS:CANCELLED",
      "DTSTART:20260306T133000Z",
    );
    expect(times(calendar(event(...monthly), moved, canceled))).toEqual([
      "2026-01-02T13:30:00.000Z 15",
      "2026-04-06T12:30:00.000Z 0",
      "2026-05-01T12:30:00.000Z 15",
    ]);
  });

  test("that is over, or still far away, or canceled, is left out", () => {
    const daily = event("DTSTART:20200101T120000Z", "DURATION:PT1M", "RRULE:FREQ=DAILY");
    const span = { ...year, from: Date.UTC(2026, 0, 1, 12, 0, 30), to: Date.UTC(2026, 0, 3, 12) };
    expect(times(calendar(daily), span)).toEqual(["2026-01-01T12:00:00.000Z 1", "2026-01-02T12:00:00.000Z 1"]);
    expect(times(calendar(event("DTSTART:20260206T133000Z", "STATUS:CANCELLED")))).toEqual([]);
  });
});

describe("a file is refused", () => {
  test.each([
    ["that is none", "hello"],
    ["that is empty", ""],
    ["that ends too early", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"],
    ["of contacts", "BEGIN:VCARD\r\nFN:x\r\nEND:VCARD\r\n"],
    ["whose event has no start", calendar(event())],
    ["whose rule is none", calendar(event("DTSTART:20260101T000000Z", "RRULE:FREQ=NEVER"))],
  ])("%s", (_what, text) => {
    expect(codeOf(text)).toBe("CALENDAR-UNREADABLE");
  });

  test("that is too large, or repeats too often", () => {
    expect(codeOf("x".repeat(5_000_001))).toBe("CALENDAR-SIZE");
    expect(codeOf(calendar(event("DTSTART:20260101T000000Z", "RRULE:FREQ=SECONDLY")))).toBe("CALENDAR-SIZE");
  });

  test("whose rule no day fits, after a while", () => {
    const never = event("DTSTART:20260101T080000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30");
    expect(() => readCalendar(calendar(never), year, 100)).toThrow(expect.objectContaining({ code: "CALENDAR-SIZE" }));
  });
});

test("whatever lines a file has, it is read or refused with a code", () => {
  const line = fc.constantFrom(
    "DTSTART:20260101T000000Z",
    "DTSTART;TZID=Asia/Tokyo:20261399T996100",
    "DTEND:19000101T000000Z",
    "DURATION:-PT5M",
    "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO,TU",
    "RRULE:FREQ=YEARLY;UNTIL=20300101",
    "RDATE:20260505T000000Z",
    "RECURRENCE-ID:20260101T000000Z",
    "BEGIN:VALARM",
    "END:VEVENT",
    "X-THING;A=B:\u0000",
    ";;;:::",
  );
  let refused = 0;
  let read = 0;
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string({ maxLength: 20 })), { maxLength: 8 }), (lines) => {
      const code = codeOf(calendar(event("DTSTART:20260202T020202Z"), event(...lines)));
      if (typeof code === "string") refused++;
      else if (Array.isArray(code)) read++;
      else throw code;
    }),
    { numRuns: 400 },
  );
  expect(refused).toBeGreaterThan(50);
  expect(read).toBeGreaterThan(3);
}, 60_000);
