import { Fault } from "../../../shared/model/fault.ts";

/** Where in a file something stands: its line and, inside an event, what the event is called. */
export interface Place {
  readonly line: number;
  readonly title?: string;
}

/** `CALENDAR-UNREADABLE`: what is not understood, and where. */
export function unreadable(why: string, place?: Place): Fault {
  return new Fault(
    "CALENDAR-UNREADABLE",
    "validation",
    `The calendar cannot be read: ${place === undefined ? "" : `${placeText(place)}: `}${why}.`,
    "Give an iCalendar file (RFC 5545), as calendars export it, or take what is named out of it.",
  );
}

/** `CALENDAR-ZONE`: a time in a zone that nothing explains. */
export function unknownZone(tzid: string, place: Place): Fault {
  return new Fault(
    "CALENDAR-ZONE",
    "validation",
    `The calendar names the time zone ${quoted(tzid)}, which nobody knows and the file does not define (${placeText(place)}).`,
    "Export the calendar with its time zones, or with times in UTC.",
  );
}

/** `CALENDAR-SIZE`: more than can be read. */
export function tooLarge(what: string): Fault {
  const remedy = "Export fewer events, or the events of a shorter time.";
  return new Fault("CALENDAR-SIZE", "validation", `The calendar ${what}.`, remedy);
}

/** A piece of a file as a sentence can carry it. */
export function quoted(text: string): string {
  const plain = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return `"${plain.length > 60 ? `${plain.slice(0, 60)}…` : plain}"`;
}

function placeText({ line, title }: Place): string {
  return title === undefined ? `line ${line}` : `${quoted(title)}, line ${line}`;
}
