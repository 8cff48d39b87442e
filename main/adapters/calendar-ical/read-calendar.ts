import type { UtcMs } from "../../../shared/model/time.ts";
import { calendarClocks } from "./calendar-clocks.ts";
import { type CalendarEntry, calendarEntry } from "./calendar-entry.ts";
import { tooLarge, unreadable } from "./calendar-fault.ts";
import { calendarParts } from "./content-lines.ts";
import { type CalendarEvent, seriesOccurrences } from "./series-occurrences.ts";

export type { CalendarEvent } from "./series-occurrences.ts";

export interface CalendarSpan {
  /** Occurrences that end before the first, or begin at the second or later, are left out. */
  readonly from: UtcMs;
  readonly to: UtcMs;
  /** IANA zone of whole days, and of times that name none where the calendar does not say its own (`X-WR-TIMEZONE`). */
  readonly zone: string;
}

const dayMs = 86_400_000;
const mostCharacters = 5_000_000;
const mostOccurrences = 20_000;
/** Days, times and so on that rules are tried on: a second or two of work. */
const mostSteps = 2_000_000;

/**
 * The occurrences of a calendar's events in a span (RFC 5545), by start; one that goes on for more than a day outside of it is
 * cut there. A file that is not understood, is too large or repeats too often is refused: Faults `CALENDAR-UNREADABLE`,
 * `CALENDAR-ZONE`, `CALENDAR-SIZE`.
 */
export function readCalendar(text: string, span: CalendarSpan): CalendarEvent[] {
  if (text.length > mostCharacters) throw tooLarge(`has more than ${mostCharacters} characters`);
  const spending = limited();
  const { from, to } = span;
  return [...seriesOf(text, span, spending.step).values()]
    .flatMap((entries) => seriesOccurrences(entries, { from, to }, spending))
    .filter(({ start, end }) => end >= from && start < to)
    .map(({ title, start, end }) => ({ title, start: Math.max(start, from - dayMs), end: Math.min(end, to + dayMs) }))
    .sort((a, b) => a.start - b.start);
}

/** The events of a file by their UID; those of several calendars in it are one lot, zones are of each its own. */
function seriesOf(text: string, { to, zone }: CalendarSpan, step: () => void): Map<unknown, CalendarEntry[]> {
  const calendars = calendarParts(text);
  if (calendars.length === 0) throw unreadable("it has no BEGIN:VCALENDAR");
  const series = new Map<unknown, CalendarEntry[]>();
  for (const { name, line, lines, parts } of calendars) {
    if (name !== "VCALENDAR") throw unreadable(`BEGIN:${name.slice(0, 40)} begins no calendar`, { line });
    const definitions = parts.filter((part) => part.name === "VTIMEZONE");
    const clocks = calendarClocks(definitions, zone, to + 366 * dayMs, step);
    const ownZone = lines.find((each) => each.name === "X-WR-TIMEZONE")?.value.trim() || null;
    for (const part of parts) {
      if (part.name !== "VEVENT") continue;
      const entry = calendarEntry(part, clocks, ownZone);
      // What has no UID belongs to nothing else.
      const key = entry.uid ?? entry;
      const others = series.get(key);
      if (others === undefined) series.set(key, [entry]);
      else others.push(entry);
    }
  }
  return series;
}

function limited(): { step: () => void; occurrence: () => void } {
  let steps = 0;
  let occurrences = 0;
  return {
    step() {
      if (++steps > mostSteps) throw tooLarge("has rules that take too long to follow");
    },
    occurrence() {
      if (++occurrences > mostOccurrences)
        throw tooLarge(`has more than ${mostOccurrences} repetitions and exceptions`);
    },
  };
}
