import type { UtcMs } from "../../../shared/model/time.ts";
import type { CalendarClock, ClockOf } from "./calendar-clocks.ts";
import { type Place, quoted, unreadable } from "./calendar-fault.ts";
import {
  type CalendarLength,
  type CalendarPeriod,
  type CalendarTime,
  periodsOf,
  readLength,
  readText,
  readTime,
  timesOf,
} from "./calendar-values.ts";
import type { CalendarPart, ContentLine } from "./content-lines.ts";
import { type RecurrenceRule, readRule } from "./recurrence-rule.ts";

const dayMs = 86_400_000;

/** One VEVENT: an event, a series, or what has become of an occurrence. */
export interface CalendarEntry {
  readonly place: Place;
  readonly title: string;
  /** What entries of one series share; `null` where it has none. */
  readonly uid: string | null;
  readonly sequence: number;
  readonly isCanceled: boolean;
  readonly start: CalendarTime;
  readonly length: CalendarLength;
  /** The clock that its times repeat by. */
  readonly clock: CalendarClock;
  readonly rules: readonly RecurrenceRule[];
  readonly moreTimes: readonly (CalendarTime | CalendarPeriod)[];
  readonly lessTimes: readonly CalendarTime[];
  /** The occurrence in whose place it is, and whether in that of all later ones too; `null` of an event or series. */
  readonly replaces: { readonly time: CalendarTime; readonly andLater: boolean } | null;
  instantOf(time: CalendarTime): UtcMs;
}

/** Reads a VEVENT; `ownZone` is where the calendar says that its times without a zone are shown. Throws a Fault with its title and line. */
export function calendarEntry(part: CalendarPart, clocks: ClockOf, ownZone: string | null): CalendarEntry {
  const all = (name: string): ContentLine[] => part.lines.filter((line) => line.name === name);
  const first = (name: string): ContentLine | undefined => part.lines.find((line) => line.name === name);
  const title = readText(first("SUMMARY")?.value ?? "") || "an event";
  const place: Place = { line: part.line, title };
  const at = ({ line }: ContentLine): Place => ({ line, title });
  const time = (line: ContentLine): CalendarTime => readTime(line.value, line.params.get("TZID") ?? null, at(line));
  const clockFor = ({ kind, tzid }: CalendarTime): CalendarClock =>
    kind === "utc" ? utcClock : clocks(kind === "day" ? null : (tzid ?? ownZone), place);
  const instantOf = (each: CalendarTime): UtcMs => clockFor(each).instantOf(each.shown);

  const status = first("STATUS")?.value.trim().toUpperCase();
  const replaced = first("RECURRENCE-ID");
  const replaces = replaced === undefined ? null : { time: time(replaced), andLater: isRange(replaced, at(replaced)) };
  const begins = first("DTSTART");
  const isCanceled = status === "CANCELLED" || status === "CANCELED";
  const start = begins === undefined ? (isCanceled ? replaces?.time : undefined) : time(begins);
  if (start === undefined) throw unreadable("the event has no DTSTART", place);
  const without = first("EXRULE");
  if (without !== undefined) throw unreadable("EXRULE is not understood", at(without));
  const [ends, lasts] = [first("DTEND"), first("DURATION")];
  const lengths = [
    ...(ends === undefined ? [] : [between(start, time(ends), instantOf)]),
    ...(lasts === undefined ? [] : [readLength(lasts.value, at(lasts))]),
    start.kind === "day" ? { days: 1, ms: 0 } : { days: 0, ms: 0 },
  ];
  return {
    place,
    title,
    uid: first("UID")?.value.trim() || null,
    sequence: Number(/^\d{1,9}$/.exec(first("SEQUENCE")?.value.trim() ?? "")?.[0] ?? 0),
    isCanceled,
    start,
    // Where an event says two things the longer one counts.
    length: lengths.reduce((a, b) => (b.days * dayMs + b.ms > a.days * dayMs + a.ms ? b : a)),
    clock: clockFor(start),
    rules: all("RRULE").map((line) => readRule(line.value, at(line))),
    moreTimes: all("RDATE").flatMap((line) => periodsOf(line, at(line))),
    lessTimes: all("EXDATE").flatMap((line) => timesOf(line, at(line))),
    replaces,
    instantOf,
  };
}

const utcClock: CalendarClock = { shownAt: (at) => at, instantOf: (shown) => shown };

function isRange(line: ContentLine, place: Place): boolean {
  const range = line.params.get("RANGE")?.toUpperCase();
  if (range === undefined || range === "THISANDFUTURE") return range !== undefined;
  throw unreadable(`RANGE=${quoted(range)} is not understood`, place);
}

/** Days between days, time between times; what ends before it begins lasts no time. */
function between(start: CalendarTime, end: CalendarTime, instantOf: (time: CalendarTime) => UtcMs): CalendarLength {
  if (start.kind === "day" && end.kind === "day")
    return { days: Math.max(0, (end.shown - start.shown) / dayMs), ms: 0 };
  return { days: 0, ms: Math.max(0, instantOf(end) - instantOf(start)) };
}
