import { runInNewContext } from "node:vm";
import ICAL from "ical.js";
import { Fault } from "../../../shared/model/fault.ts";
import { daysOf, type UtcMs } from "../../../shared/model/time.ts";
import { zonedTime } from "../../../shared/model/zoned-time.ts";

/** One occurrence of an event; of one without a length, `end` is `start`. */
export interface CalendarEvent {
  readonly title: string;
  readonly start: UtcMs;
  readonly end: UtcMs;
}

export interface CalendarSpan {
  /** Occurrences that end before the first, or begin at the second or later, are left out. */
  readonly from: UtcMs;
  readonly to: UtcMs;
  /** IANA zone of times that name none, and of whole days. */
  readonly zone: string;
}

const mostCharacters = 5_000_000;
const mostOccurrences = 20_000;
/** How long reading may take. */
const patienceMs = 5_000;

/**
 * The occurrences of a calendar's events in a span (RFC 5545), by start. A file that cannot be read, is too large, repeats
 * too often or takes too long is refused: Faults `CALENDAR-UNREADABLE`, `CALENDAR-ZONE`, `CALENDAR-SIZE`.
 */
export function readCalendar(text: string, span: CalendarSpan, mostMs = patienceMs): CalendarEvent[] {
  if (text.length > mostCharacters) throw tooLarge(`has more than ${mostCharacters} characters`);
  try {
    // A rule that no day fits makes the library search for ever: the context's timeout ends it.
    const read = (): CalendarEvent[] => occurrences(text, span);
    return runInNewContext("read()", { read }, { timeout: mostMs }) as CalendarEvent[];
  } catch (error) {
    if (error instanceof Fault) throw error;
    if ((error as { code?: string }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
      throw tooLarge(`takes more than ${mostMs / 1000} seconds to read`);
    }
    throw unreadable((error as Error).message);
  }
}

function occurrences(text: string, { from, to, zone }: CalendarSpan): CalendarEvent[] {
  const calendars = [ICAL.parse(text)].flat(1);
  const root = new ICAL.Component(calendars as unknown as unknown[]);
  if (root.name !== "vcalendar") throw unreadable(`it begins with ${root.name}, not with VCALENDAR`);
  const local = new Map<string, ICAL.Timezone>();
  for (const part of root.getAllSubcomponents("vtimezone")) {
    const timezone = new ICAL.Timezone(part);
    local.set(timezone.tzid, timezone);
  }
  const utcOf = (time: ICAL.Time, { component }: ICAL.Event): UtcMs => {
    // The library forgets a zone that the file does not define.
    const named = component.getFirstProperty("dtstart")?.getFirstParameter("tzid");
    return toUtc(time, time.isDate ? zone : (named ?? zone), local);
  };
  const found: CalendarEvent[] = [];
  let steps = 0;
  const take = (event: ICAL.Event, startTime: ICAL.Time, endTime: ICAL.Time): void => {
    if (++steps > mostOccurrences) throw tooLarge(`repeats more than ${mostOccurrences} times`);
    const start = utcOf(startTime, event);
    const end = Math.max(start, utcOf(endTime, event));
    if (end >= from && start < to) found.push({ title: titleOf(event), start, end });
  };
  for (const event of eventsOf(root)) {
    if (!event.isRecurring()) {
      take(event, event.startDate, event.endDate);
      continue;
    }
    const iterator = event.iterator();
    for (let at = iterator.next(); at; at = iterator.next()) {
      if (utcOf(at, event) >= to) break;
      const { item, startDate, endDate } = event.getOccurrenceDetails(at);
      if (!isCanceled(item)) take(item, startDate, endDate);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Events with their exceptions; canceled ones are none. */
function eventsOf(root: ICAL.Component): ICAL.Event[] {
  const all = root.getAllSubcomponents("vevent").map((part) => new ICAL.Event(part));
  const masters = all.filter((event) => !event.isRecurrenceException());
  for (const exception of all) {
    if (!exception.isRecurrenceException()) continue;
    const master = masters.find(({ uid }) => uid === exception.uid);
    if (master === undefined) masters.push(exception);
    else master.relateException(exception);
  }
  return masters.filter((event) => !isCanceled(event));
}

function isCanceled({ component }: ICAL.Event): boolean {
  return component.getFirstPropertyValue("status") === "CANCELLED";
}

function titleOf({ summary }: ICAL.Event): string {
  const title = (summary ?? "").replace(/\s+/g, " ").trim();
  return title === "" ? "an event" : title.slice(0, 200);
}

/** A zone that the tz database knows counts by it, another by the definition that the file brings. */
function toUtc(time: ICAL.Time, tzid: string, local: ReadonlyMap<string, ICAL.Timezone>): UtcMs {
  const { year, month, day, hour, minute, second } = time;
  if (time.zone?.tzid === "UTC") return Date.UTC(year, month - 1, day, hour, minute, second);
  const zone = known(tzid);
  if (zone !== null) return zone.instantOf(daysOf({ year, month, day }), hour * 60 + minute) + second * 1000;
  const own = local.get(tzid);
  if (own === undefined) {
    throw new Fault(
      "CALENDAR-ZONE",
      "validation",
      `The calendar names the time zone "${tzid.slice(0, 100)}", which nobody knows and the file does not define.`,
      "Export the calendar with its time zones, or with times in UTC.",
    );
  }
  const copy = time.clone();
  copy.zone = own;
  return copy.toUnixTime() * 1000;
}

function known(tzid: string): ReturnType<typeof zonedTime> | null {
  try {
    return zonedTime(tzid);
  } catch {
    return null;
  }
}

function tooLarge(what: string): Fault {
  const remedy = "Export fewer events, or the events of a shorter time.";
  return new Fault("CALENDAR-SIZE", "validation", `The calendar ${what}.`, remedy);
}

function unreadable(why: string): Fault {
  return new Fault(
    "CALENDAR-UNREADABLE",
    "validation",
    `The calendar cannot be read: ${why}.`,
    "Give an iCalendar file (RFC 5545), as calendars export it.",
  );
}
