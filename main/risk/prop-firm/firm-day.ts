import type { UtcMs } from "../../../shared/model/time.ts";
import { zonedTime } from "../../../shared/model/zoned-time.ts";

/** A firm's days: from one reset up to, not including, the next, by the clock of its zone. */
export interface FirmDays {
  /** The day of an instant, in whole days since 1970-01-01; one that begins at noon or later carries the next date. */
  dayAt(at: UtcMs): number;
  /** The reset that begins a day. */
  startOf(day: number): UtcMs;
}

/** The days of a zone that end at a local time `HH:MM`; on days the clock changes they are an hour shorter or longer. */
export function firmDays(resetAt: string, zone: string): FirmDays {
  const time = zonedTime(zone);
  const minute = minutesOf(resetAt);
  const lead = minute >= 720 ? 1 : 0;
  const startOf = (day: number): UtcMs => time.instantOf(day - lead, minute);
  return {
    startOf,
    dayAt(at) {
      const near = time.dayAt(at) + lead;
      if (at < startOf(near)) return near - 1;
      // A clock that goes back over the reset shows yesterday's date again, in the day that has begun.
      return at < startOf(near + 1) ? near : near + 1;
    },
  };
}

/** Minutes after midnight of a local time `HH:MM`. */
export function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}
