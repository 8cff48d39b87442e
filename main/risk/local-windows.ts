import { daysOf } from "../../shared/model/time.ts";
import type { TimeWindow, TimeWindows, WeekendPause } from "../../shared/model/time-windows.ts";
import { zonedTime } from "../../shared/model/zoned-time.ts";

/** Minutes of a time of day such as `09:30`. */
function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

/** 1970-01-01 was a Thursday; ISO counts Monday as 1. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function dayOfDate(date: string): number {
  return daysOf({ year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) });
}

function beginsOn({ days, date }: TimeWindow, day: number): boolean {
  if (date !== undefined && dayOfDate(date) !== day) return false;
  return days === undefined || days.includes(weekdayOf(day));
}

/** The first window that an instant is in, `null` where it is in none: by the local clock, which a change of it may stretch or cut. */
export function windowAt({ zone, windows }: TimeWindows, at: number): TimeWindow | null {
  const clock = zonedTime(zone);
  const day = clock.dayAt(at);
  const minute = clock.minuteAt(at);
  const isIn = (window: TimeWindow): boolean => {
    const from = minuteOf(window.from);
    const to = minuteOf(window.to);
    if (to > from) return minute >= from && minute < to && beginsOn(window, day);
    return (minute >= from && beginsOn(window, day)) || (minute < to && beginsOn(window, day - 1));
  };
  return windows.find(isIn) ?? null;
}

/** Whether an instant is in the pause over the weekend. */
export function isWeekend({ zone, fridayFrom, sundayTo }: WeekendPause, at: number): boolean {
  const clock = zonedTime(zone);
  const weekday = weekdayOf(clock.dayAt(at));
  if (weekday === 5) return clock.minuteAt(at) >= minuteOf(fridayFrom);
  return weekday === 6 || (weekday === 7 && clock.minuteAt(at) < minuteOf(sundayTo));
}

/** A window in words. */
export function windowText({ from, to, date, title }: TimeWindow, zone: string): string {
  return `${title === undefined ? "" : `${title}, `}${date === undefined ? "" : `${date} `}${from} to ${to} ${zone}`;
}
