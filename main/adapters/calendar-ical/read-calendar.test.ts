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

  test("at a time without a zone is in the one that its calendar says is its own, and a whole day is not", () => {
    const own = (...parts: string[]): string => calendar("X-WR-TIMEZONE:America/New_York", ...parts);
    const prague = { ...year, zone: "Europe/Prague" };
    const weekly = event("DTSTART:20260306T083000", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260313T083000");
    expect(times(own(weekly), prague)).toEqual(["2026-03-06T13:30:00.000Z 0", "2026-03-20T12:30:00.000Z 0"]);
    expect(times(own(event("DTSTART:20260501T100000Z")), prague)).toEqual(["2026-05-01T10:00:00.000Z 0"]);
    expect(times(own(event("DTSTART;TZID=Asia/Tokyo:20260501T100000")), prague)).toEqual([
      "2026-05-01T01:00:00.000Z 0",
    ]);
    expect(times(own(event("DTSTART;VALUE=DATE:20260501")), prague)).toEqual(["2026-04-30T22:00:00.000Z 1440"]);
    // Of several calendars in a file each has its own.
    const both = `${own(event("DTSTART:20260501T100000"))}${calendar(event("DTSTART:20260502T100000"))}`;
    expect(times(both, prague)).toEqual(["2026-05-01T14:00:00.000Z 0", "2026-05-02T08:00:00.000Z 0"]);
    const nobodys = calendar("X-WR-TIMEZONE:Nowhere", event("DTSTART:20260501T100000"));
    expect(codeOf(nobodys)).toBe("CALENDAR-ZONE");
    expect(times(calendar("X-WR-TIMEZONE:Nowhere", event("DTSTART:20260501T100000Z")))).toHaveLength(1);
    expect(times(calendar("X-WR-TIMEZONE:", event("DTSTART:20260501T100000")))).toEqual(["2026-05-01T10:00:00.000Z 0"]);
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

  test("whose rules take too long to follow, after a bounded number of steps", () => {
    const hostile = (rule: string): string => calendar(event("DTSTART:00010101T000000Z", `RRULE:${rule}`));
    expect(codeOf(hostile("FREQ=SECONDLY;COUNT=999999999"))).toBe("CALENDAR-SIZE");
    const sixty = Array.from({ length: 60 }, (_, i) => i).join(",");
    const dense = `BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMINUTE=${sixty};BYSECOND=${sixty}`;
    expect(codeOf(hostile(`FREQ=YEARLY;${dense};BYSETPOS=1`))).toBe("CALENDAR-SIZE");
    expect(codeOf(hostile("FREQ=MINUTELY"))).toBe("CALENDAR-SIZE");
    expect(times(hostile("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"))).toEqual([]);
    expect(times(hostile("FREQ=YEARLY;INTERVAL=999999999"))).toEqual([]);
    const dates = Array.from({ length: 20_001 }, (_, i) => `202602${String(1 + (i % 28)).padStart(2, "0")}T000000Z`);
    expect(codeOf(calendar(event("DTSTART:20260101T000000Z", `RDATE:${dates.join(",")}`)))).toBe("CALENDAR-SIZE");
    // Each series would look at each exception.
    const many = Array.from({ length: 200 }, () => event("DTSTART:20260101T000000Z"));
    const changes = Array.from({ length: 200 }, () =>
      event("RECURRENCE-ID:20260101T000000Z", "DTSTART:20260102T000000Z"),
    );
    expect(codeOf(calendar(...many, ...changes))).toBe("CALENDAR-SIZE");
    const long = event("DTSTART:20200101T000000Z", "DURATION:P999999W", "RRULE:FREQ=HOURLY");
    expect(codeOf(calendar(long))).toBe("CALENDAR-SIZE");
  }, 60_000);

  test.each([
    ["x", 'line 1: "x" is no property with a name and a value'],
    [calendar(event("DTSTART:20261399T000000Z")), '"US payrolls", line 7: "20261399T000000Z" is no day and no time'],
    [calendar(event("DTSTART:20260101T000000Z", "DURATION:1 hour")), 'line 8: "1 hour" is no duration'],
    [calendar(event("SUMMARY:x")), '"US payrolls", line 4: the event has no DTSTART'],
    [calendar(event("DTSTART:20260101T000000Z", "RDATE;VALUE=PERIOD:20260101T000000Z/x/y")), "is no period"],
    [calendar(event("DTSTART:20260101T000000Z", "EXRULE:FREQ=DAILY")), "line 8: EXRULE is not understood"],
    [
      calendar(event("DTSTART:20260101T000000Z", "RECURRENCE-ID;RANGE=THISANDPRIOR:20260101T000000Z")),
      'RANGE="THISANDPRIOR" is not understood',
    ],
    [
      calendar(event("DTSTART:20260101T000000Z", "RRULE:FREQ=DAILY;RSCALE=HEBREW")),
      'its rule "FREQ=DAILY;RSCALE=HEBREW" has "RSCALE", which is not understood',
    ],
  ])("in plain words, with the place in the file: %#", (text, words) => {
    expect(() => readCalendar(text, year)).toThrow(
      expect.objectContaining({ code: "CALENDAR-UNREADABLE", message: expect.stringContaining(words) }),
    );
  });
});

describe("an exception", () => {
  const monthly = [
    "DTSTART;TZID=America/New_York:20260102T083000",
    "DURATION:PT15M",
    "RRULE:FREQ=MONTHLY;BYDAY=1FR;COUNT=4",
  ];
  const rest = ["2026-01-02T13:30:00.000Z 15", "2026-02-06T13:30:00.000Z 15", "2026-03-06T13:30:00.000Z 15"];
  const moved = "DTSTART:20260406T123000Z";

  test.each([
    "RECURRENCE-ID:20260403T123000Z",
    "RECURRENCE-ID;VALUE=DATE:20260403",
    "RECURRENCE-ID;TZID=Europe/Prague:20260403T143000",
    "RECURRENCE-ID:20260403T083000",
  ])("moves the occurrence that %s names", (named) => {
    expect(times(calendar(event(...monthly), event(named, moved)))).toEqual([...rest, "2026-04-06T12:30:00.000Z 0"]);
    expect(times(calendar(event(...monthly), event(named, "STATUS:CANCELLED")))).toEqual(rest);
    // In whichever order, and from another calendar of the same file.
    expect(times(calendar(event(named, moved)) + calendar(event(...monthly)))).toContain("2026-04-06T12:30:00.000Z 0");
  });

  test("counts by itself: moved into the span from beyond it, and out of it", () => {
    const january = { ...year, to: Date.UTC(2026, 0, 20) };
    const forward = event("RECURRENCE-ID:20260403T123000Z", "DTSTART:20260110T123000Z");
    expect(times(calendar(event(...monthly), forward), january)).toEqual([rest[0], "2026-01-10T12:30:00.000Z 0"]);
    const away = event("RECURRENCE-ID:20260102T133000Z", "DTSTART:20260201T133000Z");
    expect(times(calendar(event(...monthly), away), january)).toEqual([]);
    const old = event("RECURRENCE-ID:20251205T133000Z", "DTSTART:20260110T123000Z");
    expect(times(calendar(old), january)).toEqual(["2026-01-10T12:30:00.000Z 0"]);
  });

  test("that names nothing, or one of several on a day, takes nothing away", () => {
    const lost = event("RECURRENCE-ID:20260403T090000Z", moved);
    expect(times(calendar(event(...monthly), lost))).toEqual([
      ...rest,
      "2026-04-03T12:30:00.000Z 15",
      "2026-04-06T12:30:00.000Z 0",
    ]);
    const twice = event("DTSTART:20260101T080000Z", "RRULE:FREQ=DAILY;BYHOUR=8,20;COUNT=2");
    const day = event("RECURRENCE-ID;VALUE=DATE:20260101", "STATUS:CANCELLED");
    expect(times(calendar(twice, day))).toHaveLength(2);
  });

  test("for this and all later occurrences moves them by the same time, or ends them", () => {
    const range = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20260306T083000";
    const later = event(range, "DTSTART;TZID=America/New_York:20260306T100000", "DURATION:PT1H", "SUMMARY:x");
    const single = event("RECURRENCE-ID:20260403T123000Z", moved);
    expect(times(calendar(event(...monthly), later))).toEqual([
      ...rest.slice(0, 2),
      "2026-03-06T15:00:00.000Z 60",
      "2026-04-03T14:00:00.000Z 60",
    ]);
    expect(times(calendar(event(...monthly), later, single)).slice(2)).toEqual([
      "2026-03-06T15:00:00.000Z 60",
      "2026-04-06T12:30:00.000Z 0",
    ]);
    expect(times(calendar(event(...monthly), event(range, "STATUS:CANCELLED")))).toEqual(rest.slice(0, 2));
    // Moved by so much that the span sees other occurrences of the series.
    const may = { ...year, from: Date.UTC(2026, 4, 1), to: Date.UTC(2026, 5, 1) };
    const farther = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260306T133000Z", "DTSTART:20260415T133000Z");
    expect(times(calendar(event(...monthly), farther), may)).toEqual(["2026-05-13T12:30:00.000Z 0"]);
    const days = event("RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260306", "DTSTART;VALUE=DATE:20260307");
    expect(times(calendar(event(...monthly), days)).slice(2)).toEqual([
      "2026-03-07T00:00:00.000Z 1440",
      "2026-04-04T00:00:00.000Z 1440",
    ]);
  });

  test("with the highest SEQUENCE counts, and of equal ones each", () => {
    const change = (sequence: number, hour: string): string =>
      event("RECURRENCE-ID:20260403T123000Z", `SEQUENCE:${sequence}`, `DTSTART:20260406T${hour}0000Z`);
    const read = times(calendar(event(...monthly), change(2, "10"), change(1, "09"), change(2, "11")));
    expect(read.slice(3)).toEqual(["2026-04-06T10:00:00.000Z 0", "2026-04-06T11:00:00.000Z 0"]);
    const canceled = event("DTSTART:20260102T133000Z", "SEQUENCE:3", "STATUS:CANCELLED");
    expect(times(calendar(event(...monthly), canceled))).toEqual([]);
  });

  test("in EXDATE takes away what it names by instant, zone, clock or day, and nothing else", () => {
    const without = (line: string): string[] => times(calendar(event(...monthly, line)));
    const named = [
      "EXDATE:20260403T123000Z",
      "EXDATE;TZID=Europe/Prague:20260403T143000",
      "EXDATE;VALUE=DATE:20260403",
    ];
    for (const line of [...named, "EXDATE:20260403T083000", "EXDATE:19990101T000000Z,20260403T123000Z"]) {
      expect(without(line)).toEqual(rest);
    }
    expect(without("EXDATE:20260403T083000Z")).toHaveLength(4);
    const prague = { ...year, zone: "Europe/Prague" };
    const days = ["DTSTART;VALUE=DATE:20260501", "RRULE:FREQ=DAILY;COUNT=2"];
    for (const line of ["EXDATE;VALUE=DATE:20260502", "EXDATE:20260502T000000Z", "EXDATE:20260501T220000Z"]) {
      expect(times(calendar(event(...days, line)), prague)).toEqual(["2026-04-30T22:00:00.000Z 1440"]);
    }
  });
});

describe("an event with times of its own", () => {
  test("begins with its start, by RDATE in UTC, in a zone, as a period or as a day", () => {
    const start = ["DTSTART;TZID=America/New_York:20260206T083000", "DURATION:PT5M"];
    const read = (...lines: string[]): string[] => times(calendar(event(...start, ...lines)));
    const first = "2026-02-06T13:30:00.000Z 5";
    expect(read("RDATE:20260306T133000Z,20260406T123000Z")).toEqual([
      first,
      "2026-03-06T13:30:00.000Z 5",
      "2026-04-06T12:30:00.000Z 5",
    ]);
    expect(read("RDATE;VALUE=PERIOD:20260306T133000Z/PT1H,20260406T123000Z/20260406T124500Z")).toEqual([
      first,
      "2026-03-06T13:30:00.000Z 60",
      "2026-04-06T12:30:00.000Z 15",
    ]);
    expect(read("RDATE;VALUE=DATE:20260306")).toEqual([first, "2026-03-06T00:00:00.000Z 1440"]);
    expect(read("RRULE:FREQ=MONTHLY;BYMONTHDAY=1;COUNT=1", "RDATE:20260206T133000Z")).toEqual([
      first,
      "2026-03-01T13:30:00.000Z 5",
    ]);
    expect(read("RDATE:20260306T133000Z", "EXDATE:20260206T133000Z")).toEqual(["2026-03-06T13:30:00.000Z 5"]);
  });

  test("ends with UNTIL: an instant, a time of its clock, or a day that still counts", () => {
    const evening = (until: string): string[] =>
      times(calendar(event("DTSTART;TZID=America/New_York:20260105T203000", `RRULE:FREQ=DAILY;UNTIL=${until}`)));
    expect(evening("20260107T013000Z")).toHaveLength(2);
    expect(evening("20260107T012959Z")).toHaveLength(1);
    expect(evening("20260106T203000")).toHaveLength(2);
    expect(evening("20260106")).toHaveLength(2);
    const days = calendar(event("DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=DAILY;UNTIL=20260106T050000Z"));
    expect(times(days, { ...year, zone: "America/New_York" })).toHaveLength(2);
  });

  test("has the longer of two lengths, none below zero, and of a day at least the day", () => {
    const length = (...lines: string[]): number => {
      const [one] = readCalendar(calendar(event(...lines)), year);
      return one === undefined ? -1 : (one.end - one.start) / 60_000;
    };
    const start = "DTSTART:20260206T133000Z";
    expect(length(start, "DTEND:20260206T140000Z", "DURATION:PT1H")).toBe(60);
    expect(length(start, "DTEND:20260206T130000Z")).toBe(0);
    expect(length(start, "DURATION:-PT1H")).toBe(0);
    expect(length(start, "DURATION:P1DT1M")).toBe(1441);
    expect(length("DTSTART:20260206", "DTEND:20260206")).toBe(1440);
    expect(length("DTSTART;VALUE=DATE:20260206", "DTEND;VALUE=DATE:20260209")).toBe(3 * 1440);
    expect(length("DTSTART;TZID=America/New_York:20260706T083000", "DTEND;TZID=Europe/Prague:20260706T150000")).toBe(
      30,
    );
  });

  test("that goes on for years is cut a day outside of the span", () => {
    const ages = event("DTSTART;VALUE=DATE:20200101", "DTEND;VALUE=DATE:99990101");
    const [one, ...more] = readCalendar(calendar(ages), year);
    expect([one?.start, one?.end, more]).toEqual([Date.UTC(2025, 11, 31), Date.UTC(2027, 0, 2), []]);
  });
});

test("a file with a byte order mark, folded lines and escapes is read as if it had none", () => {
  const plain = calendar(event("DTSTART:20260206T133000Z"));
  const folded = plain.replace("US payrolls", "US\\, payrolls\\nand\r\n  more\\;");
  for (const text of [folded, `\uFEFF${folded}`, folded.replaceAll("\r", ""), `${folded}\uFEFF${folded}`]) {
    const start = Date.UTC(2026, 1, 6, 13, 30);
    expect(readCalendar(text, year)[0]).toEqual({ title: "US, payrolls and more;", start, end: start });
  }
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
    "EXDATE;VALUE=DATE:20260202",
    "SEQUENCE:7",
    "RECURRENCE-ID:20260101T000000Z",
    "BEGIN:VALARM",
    "END:VEVENT",
    "X-THING;A=B:\u0000",
    ";;;:::",
  );
  let refused = 0;
  let read = 0;
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 9, arbitrary: line }, { weight: 1, arbitrary: fc.string({ maxLength: 20 }) }), {
        maxLength: 4,
      }),
      (lines) => {
        const code = codeOf(calendar(event("DTSTART:20260202T020202Z"), event(...lines)));
        if (typeof code === "string") refused++;
        else if (Array.isArray(code)) read++;
        else throw code;
      },
    ),
    { numRuns: 400 },
  );
  expect(refused).toBeGreaterThan(30);
  expect(read).toBeGreaterThan(5);
}, 60_000);
