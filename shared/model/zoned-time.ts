import { daysOf, type UtcMs } from "./time.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** How one IANA zone tells the time. */
export interface ZonedTime {
  readonly zone: string;
  /** Local time less UTC, in milliseconds, at an instant. */
  offsetAt(at: UtcMs): number;
  /** The local calendar day of an instant, in whole days since 1970-01-01. */
  dayAt(at: UtcMs): number;
  /** Minutes of the local clock since local midnight. */
  minuteAt(at: UtcMs): number;
  /**
   * When the local clock shows so many minutes after midnight of a local day. A time that the clock skips is the moment
   * of the skip; of a time that it shows twice, the first counts.
   */
  instantOf(day: number, minute: number): UtcMs;
}

/** Offsets last for the most part of a year: they are asked once per quarter of an hour of market time. */
const stepMs = 15 * minuteMs;
const zones = new Map<string, ZonedTime>();

/** The clock of an IANA zone, `UTC` included. Throws a RangeError for a zone that the tz database does not know. */
export function zonedTime(zone: string): ZonedTime {
  const known = zones.get(zone);
  if (known) return known;
  const made = zone === "UTC" ? fixedTime(zone) : makeZone(zone);
  zones.set(zone, made);
  return made;
}

function fixedTime(zone: string): ZonedTime {
  return clockOf(zone, () => 0);
}

function makeZone(zone: string): ZonedTime {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const read = (at: UtcMs): number => {
    const part = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
    for (const { type, value } of format.formatToParts(at)) if (type in part) part[type as "year"] = Number(value);
    const local = daysOf(part) * dayMs + ((part.hour * 60 + part.minute) * 60 + part.second) * 1000;
    return local - Math.floor(at / 1000) * 1000;
  };
  let step = Number.NaN;
  let offset = 0;
  return clockOf(zone, (at) => {
    const index = Math.floor(at / stepMs);
    if (index !== step) {
      step = index;
      offset = read(index * stepMs);
    }
    return offset;
  });
}

function clockOf(zone: string, offsetAt: (at: UtcMs) => number): ZonedTime {
  const dayAt = (at: UtcMs): number => Math.floor((at + offsetAt(at)) / dayMs);
  return {
    zone,
    offsetAt,
    dayAt,
    minuteAt: (at) => Math.floor((at + offsetAt(at)) / minuteMs) - dayAt(at) * 1440,
    instantOf(day, minute) {
      const local = day * dayMs + minute * minuteMs;
      // The offsets of the day before and after frame any change of the clock: the earlier instant that shows the time wins.
      const before = local - offsetAt(local - dayMs);
      if (before + offsetAt(before) === local) return before;
      const after = local - offsetAt(local + dayMs);
      if (after + offsetAt(after) === local) return after;
      return changeBetween(offsetAt, Math.min(before, after), Math.max(before, after));
    },
  };
}

/** The moment between two instants at which the offset changes, to the quarter of an hour that zones change at. */
function changeBetween(offsetAt: (at: UtcMs) => number, from: UtcMs, to: UtcMs): UtcMs {
  const start = Math.floor(from / stepMs) * stepMs;
  const old = offsetAt(start - stepMs);
  for (let at = start; at <= to; at += stepMs) if (offsetAt(at) !== old) return at;
  return to;
}
