import { describe, expect, test } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";
import { calendarClocks } from "./calendar-clocks.ts";
import { calendarParts } from "./content-lines.ts";
import { readCalendar } from "./read-calendar.ts";

const minuteMs = 60_000;
const place = { line: 1 };
const until = Date.UTC(2028, 0, 1);
const nothing = (): void => undefined;
const clocks = (definitions = "") => calendarClocks(calendarParts(definitions), "UTC", until, nothing);

/** Easterly New York as Outlook writes it: from 1601 on, by rules without an end. */
const definition = (tzid: string): string => {
  const part = (name: string, start: string, rule: string, from: string, to: string): string =>
    [
      `BEGIN:${name}`,
      `DTSTART:${start}`,
      `RRULE:${rule}`,
      `TZOFFSETFROM:${from}`,
      `TZOFFSETTO:${to}`,
      `END:${name}`,
    ].join("\n");
  return [
    "BEGIN:VTIMEZONE",
    `TZID:${tzid}`,
    part("STANDARD", "16011104T020000", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "-0400", "-0500"),
    part("DAYLIGHT", "16010311T020000", "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "-0500", "-0400"),
    "END:VTIMEZONE",
    "",
  ].join("\n");
};

describe("the clock of a zone", () => {
  test.each([
    ["America/New_York", "America/New_York"],
    ["/mozilla.org/20050126_1/America/New_York", "America/New_York"],
    ["/x/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
    ["Eastern Standard Time", "America/New_York"],
    ["Central Europe Standard Time", "Europe/Prague"],
    ["GMT Standard Time", "Europe/London"],
    ["Tokyo Standard Time", "Asia/Tokyo"],
    ["UTC", "UTC"],
  ])("%s is that of %s", (name, iana) => {
    const [clock, known] = [clocks()(name, place), clocks()(iana, place)];
    for (let at = Date.UTC(2026, 0, 1, 0, 30); at < Date.UTC(2027, 0, 1); at += 5 * 3600 * 1000) {
      expect(clock.shownAt(at)).toBe(known.shownAt(at));
    }
  });

  test("that a calendar defines is the same as that of the tz database, at every half hour of two years", () => {
    const [own, known] = [clocks(definition("Mine"))("Mine", place), clocks()("America/New_York", place)];
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2028, 0, 1); at += 30 * minuteMs) {
      if (own.shownAt(at) !== known.shownAt(at)) throw new Error(toRfc3339(at));
      if (own.instantOf(at) !== known.instantOf(at)) throw new Error(`shows ${toRfc3339(at)}`);
    }
    const prague = definition("Europe/Prague");
    expect(clocks(prague)("Europe/Prague", place).shownAt(0)).toBe(60 * minuteMs);
    // What is no name of the tz database is what the calendar says it is.
    expect(clocks(definition("Tokyo Standard Time"))("Tokyo Standard Time", place).instantOf(until)).toBe(
      known.instantOf(until),
    );
    const rdate = ["BEGIN:VTIMEZONE", "TZID:R", "BEGIN:DAYLIGHT", "DTSTART:20260101T000000", "RDATE:20260201T000000"];
    const offsets = ["TZOFFSETFROM:+0000", "TZOFFSETTO:+013030", "END:DAYLIGHT", "END:VTIMEZONE"];
    const made = clocks([...rdate, ...offsets].join("\n"))("R", place);
    expect([made.shownAt(0), made.shownAt(until) - until]).toEqual([0, 90.5 * minuteMs]);
  });

  test.each(["America/New_York", "Mine"])(
    "%s: a skipped time counts by the offset before, of one shown twice the first",
    (name) => {
      const clock = clocks(definition("Mine"))(name, place);
      const at = (shown: string): string => toRfc3339(clock.instantOf(Date.parse(`${shown}Z`)));
      expect(at("2026-03-08T01:59")).toBe("2026-03-08T06:59:00.000Z");
      expect(at("2026-03-08T02:30")).toBe("2026-03-08T07:30:00.000Z");
      expect(at("2026-03-08T03:30")).toBe("2026-03-08T07:30:00.000Z");
      expect(at("2026-11-01T01:30")).toBe("2026-11-01T05:30:00.000Z");
      expect(at("2026-11-01T02:00")).toBe("2026-11-01T07:00:00.000Z");
    },
  );

  test("that nobody knows, or whose definition is none, is refused with the event", () => {
    expect(() => clocks()("Mars/Base", { line: 7, title: "CPI" })).toThrow(
      expect.objectContaining({ code: "CALENDAR-ZONE", message: expect.stringContaining('("CPI", line 7)') }),
    );
    const broken = (text: string): string => {
      try {
        clocks(`BEGIN:VTIMEZONE\nTZID:X\n${text}END:VTIMEZONE\n`)("X", place);
      } catch (error) {
        return error instanceof Fault ? error.message : "";
      }
      return "";
    };
    expect(broken("")).toContain("line 1: the time zone has neither STANDARD nor DAYLIGHT");
    expect(broken("BEGIN:STANDARD\nEND:STANDARD\n")).toContain("line 3: the part of a time zone has no TZOFFSETFROM");
    expect(broken("BEGIN:STANDARD\nTZOFFSETFROM:5\nEND:STANDARD\n")).toContain('line 4: "5" is no offset from UTC');
  });
});

test("a daily event at a time that clocks skip or show twice has a window on each day, at the same local time", () => {
  const event = (start: string): string =>
    `BEGIN:VCALENDAR\n${definition("Own")}BEGIN:VEVENT\nDTSTART;TZID=${start}\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\nEND:VCALENDAR`;
  const span = { from: Date.UTC(2026, 0, 1), to: until, zone: "UTC" };
  const times = (start: string): string[] =>
    readCalendar(event(start), span).map(({ start: at }) => toRfc3339(at).slice(5, 16));
  for (const zone of ["America/New_York", "Own", "Eastern Standard Time"]) {
    expect(times(`${zone}:20260307T023000`)).toEqual(["03-07T07:30", "03-08T07:30", "03-09T06:30"]);
    expect(times(`${zone}:20261031T013000`)).toEqual(["10-31T05:30", "11-01T05:30", "11-02T06:30"]);
  }
  expect(times("Europe/Prague:20260328T023000")).toEqual(["03-28T01:30", "03-29T01:30", "03-30T00:30"]);
  expect(times("Europe/Prague:20261024T023000")).toEqual(["10-24T00:30", "10-25T00:30", "10-26T01:30"]);
});
