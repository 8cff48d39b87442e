import type { UtcMs } from "../../../shared/model/time.ts";
import { zonedTime } from "../../../shared/model/zoned-time.ts";
import { type Place, unknownZone } from "./calendar-fault.ts";
import type { CalendarPart } from "./content-lines.ts";
import { zoneOfWindows } from "./windows-zones.ts";
import { definedOffsets } from "./zone-definition.ts";

const dayMs = 86_400_000;

/** How a place tells the time; what it shows is in milliseconds as if it were UTC. */
export interface CalendarClock {
  shownAt(at: UtcMs): number;
  /** Of a time shown twice the first; one that is skipped counts by the offset before (RFC 5545, 3.3.5). */
  instantOf(shown: number): UtcMs;
}

/** The clock of a zone that a file names; of `null` that of the zone that was asked for. */
export type ClockOf = (tzid: string | null, place: Place) => CalendarClock;

/** Offset of a zone, local less UTC, in milliseconds. */
export type OffsetAt = (at: UtcMs) => number;

/**
 * The clocks of a calendar: a name with its region, as the tz database has them, counts by it; any other by the definition
 * that the calendar brings, by the tz database or as Windows names zones. Throws a Fault `CALENDAR-ZONE` for the rest.
 */
export function calendarClocks(
  definitions: readonly CalendarPart[],
  zone: string,
  until: UtcMs,
  spend: () => void,
): ClockOf {
  const clocks = new Map<string, CalendarClock>();
  const defined = new Map(
    definitions.map((part) => [part.lines.find(({ name }) => name === "TZID")?.value.trim() ?? "", part] as const),
  );
  const make = (tzid: string, place: Place): CalendarClock => {
    const own = defined.get(tzid);
    const known =
      (tzid.includes("/") ? knownOffsets(tzid) : null) ??
      (own === undefined ? null : definedOffsets(own, until, spend)) ??
      knownOffsets(tzid) ??
      knownOffsets(zoneOfWindows(tzid) ?? "");
    if (known === null) throw unknownZone(tzid, place);
    return clockOf(known);
  };
  return (tzid, place) => {
    const name = (tzid ?? zone).trim();
    const clock = clocks.get(name) ?? make(name, place);
    clocks.set(name, clock);
    return clock;
  };
}

/** The tz database by a zone's name, with or without the prefix that some programs write before it. */
function knownOffsets(tzid: string): OffsetAt | null {
  const parts = tzid.split("/");
  for (const name of [tzid, parts.slice(-3).join("/"), parts.slice(-2).join("/")]) {
    try {
      return zonedTime(name).offsetAt;
    } catch {
      // The next name.
    }
  }
  return null;
}

function clockOf(offsetAt: OffsetAt): CalendarClock {
  return {
    shownAt: (at) => at + offsetAt(at),
    instantOf(shown) {
      // The offsets of the day before and after frame any change of the clock: the earlier instant that shows the time wins.
      const before = shown - offsetAt(shown - dayMs);
      if (before + offsetAt(before) === shown) return before;
      const after = shown - offsetAt(shown + dayMs);
      return after + offsetAt(after) === shown ? after : before;
    },
  };
}
