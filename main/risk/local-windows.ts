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

/** A window as the clock is compared with it. */
interface ReadWindow {
  readonly window: TimeWindow;
  /** Minutes of the day. */
  readonly from: number;
  readonly to: number;
  /** The one day that it begins on, in whole days since 1970-01-01; `null` where it is not of one date. */
  readonly day: number | null;
}

const read = new WeakMap<readonly TimeWindow[], readonly ReadWindow[]>();

/** Lists come with the settings and do not change: each is read once. */
function readWindows(windows: readonly TimeWindow[]): readonly ReadWindow[] {
  let known = read.get(windows);
  if (known === undefined) {
    known = windows.map((window) => {
      const { from, to, date } = window;
      return { window, from: minuteOf(from), to: minuteOf(to), day: date === undefined ? null : dayOfDate(date) };
    });
    read.set(windows, known);
  }
  return known;
}

function beginsOn({ window: { days }, day: only }: ReadWindow, day: number): boolean {
  return (only === null || only === day) && (days === undefined || days.includes(weekdayOf(day)));
}

/** The first window that an instant is in, `null` where it is in none: by the local clock, which a change of it may stretch or cut. */
export function windowAt({ zone, windows }: TimeWindows, at: number): TimeWindow | null {
  const clock = zonedTime(zone);
  const day = clock.dayAt(at);
  const minute = clock.minuteAt(at);
  for (const each of readWindows(windows)) {
    const { window, from, to } = each;
    const begun = minute >= from && (to <= from || minute < to) && beginsOn(each, day);
    if (begun || (to <= from && minute < to && beginsOn(each, day - 1))) return window;
  }
  return null;
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
