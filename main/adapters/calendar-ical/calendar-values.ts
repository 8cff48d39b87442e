import { daysOf } from "../../../shared/model/time.ts";
import { type Place, quoted, unreadable } from "./calendar-fault.ts";
import type { ContentLine } from "./content-lines.ts";

const secondMs = 1000;
const dayMs = 86_400_000;

/** A time as a file writes it: a day, a time of some clock, or an instant. */
export interface CalendarTime {
  readonly kind: "day" | "clock" | "utc";
  /** What the clock shows, in milliseconds as if it were UTC; of a day its midnight. */
  readonly shown: number;
  /** The zone whose clock it is; `null` where none is named. */
  readonly tzid: string | null;
}

/** How long something lasts: calendar days and time. */
export interface CalendarLength {
  readonly days: number;
  readonly ms: number;
}

/** From a time to another, or for a while. */
export interface CalendarPeriod {
  readonly start: CalendarTime;
  readonly end: CalendarTime | CalendarLength;
}

const timeShape = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/;
const lengthShape =
  /^([+-])?P(?=\d|T\d)(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8})S)?)?$/;

/** Reads `20260206`, `20260206T083000` and `20260206T133000Z`; throws a Fault on anything else. */
export function readTime(text: string, tzid: string | null, place: Place): CalendarTime {
  const match = timeShape.exec(text.trim());
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (match ?? [])
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const days = daysOf({ year, month, day });
  const isDay = new Date(days * dayMs).getUTCDate() === day && month >= 1 && month <= 12 && year >= 1;
  if (match === null || !isDay || hour > 23 || minute > 59 || second > 60) {
    throw unreadable(`${quoted(text)} is no day and no time`, place);
  }
  const shown = days * dayMs + ((hour * 60 + minute) * 60 + second) * secondMs;
  if (match[4] === undefined) return { kind: "day", shown, tzid };
  return match[7] === "Z" ? { kind: "utc", shown, tzid: null } : { kind: "clock", shown, tzid };
}

/** Reads `PT15M`, `P1D`, `P2W`; one that goes back in time lasts no time. */
export function readLength(text: string, place: Place): CalendarLength {
  const match = lengthShape.exec(text.trim());
  if (match === null) throw unreadable(`${quoted(text)} is no duration`, place);
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(2).map((part) => Number(part ?? 0));
  if (match[1] === "-") return { days: 0, ms: 0 };
  return { days: weeks * 7 + days, ms: ((hours * 60 + minutes) * 60 + seconds) * secondMs };
}

/** The times of a line that may carry several, in the zone that it names. */
export function timesOf(line: ContentLine, place: Place): CalendarTime[] {
  return line.value.split(",").map((text) => readTime(text, zoneOf(line), place));
}

/** The times and periods of an RDATE. */
export function periodsOf(line: ContentLine, place: Place): (CalendarTime | CalendarPeriod)[] {
  return line.value.split(",").map((text) => {
    const [from = "", to, more] = text.split("/");
    const start = readTime(from, zoneOf(line), place);
    if (to === undefined) return start;
    if (more !== undefined) throw unreadable(`${quoted(text)} is no period`, place);
    return { start, end: /^[+-]?P/.test(to) ? readLength(to, place) : readTime(to, zoneOf(line), place) };
  });
}

/** A text without its escapes, on one line; at most 200 characters. */
export function readText(text: string): string {
  const plain = text.replace(/\\([\\;,nN])/g, (_all, escaped: string) => (/n/i.test(escaped) ? " " : escaped));
  return plain
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 200)
    .toWellFormed();
}

function zoneOf(line: ContentLine): string | null {
  return line.params.get("TZID") ?? null;
}
