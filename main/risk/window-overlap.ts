import { daysOf, toRfc3339 } from "../../shared/model/time.ts";
import { mostWindows, type TimeWindow, type TimeWindows, type WeekendPause } from "../../shared/model/time-windows.ts";

const dayMs = 86_400_000;

/** The times of the day that two lists of one zone have in common; `null` where they share none, or are of two zones. */
export function sharedWindows(held: TimeWindows, wanted: TimeWindows): TimeWindows | null {
  if (held.zone !== wanted.zone) return null;
  const kept = new Set(held.windows.map(text));
  const windows = wanted.windows.flatMap((window) => (kept.has(text(window)) ? [window] : cut(window, held.windows)));
  const different = [...new Map(windows.map((window) => [text(window), window])).values()];
  return different.length === 0 ? null : { zone: wanted.zone, windows: different.slice(0, mostWindows) };
}

/** The longer of two pauses over the weekend; the first where they are of two zones. */
export function longerPause(held: WeekendPause, wanted: WeekendPause): WeekendPause {
  const { zone, fridayFrom, sundayTo } = held;
  if (zone !== wanted.zone) return { zone, fridayFrom, sundayTo };
  return {
    zone,
    fridayFrom: wanted.fridayFrom < fridayFrom ? wanted.fridayFrom : fridayFrom,
    sundayTo: wanted.sundayTo > sundayTo ? wanted.sundayTo : sundayTo,
  };
}

const text = ({ from, to, days, date }: TimeWindow): string => JSON.stringify([from, to, days, date]);

function cut(window: TimeWindow, by: readonly TimeWindow[]): TimeWindow[] {
  return partsOf(window).flatMap((part) => by.flatMap(partsOf).flatMap((other) => overlap(part, other)));
}

/** A window in parts that each end on the day they begin on. */
function partsOf(window: TimeWindow): TimeWindow[] {
  if (window.to > window.from) return [window];
  const { days, date } = window;
  const morning: TimeWindow = {
    ...window,
    from: "00:00",
    ...(days === undefined ? {} : { days: days.map((day) => (day % 7) + 1) }),
    ...(date === undefined ? {} : { date: dayAfter(date) }),
  };
  return [{ ...window, to: "24:00" }, morning].filter(({ from, to }) => from < to);
}

function dayAfter(date: string): string {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  return toRfc3339((daysOf({ year, month, day }) + 1) * dayMs).slice(0, 10);
}

function overlap(a: TimeWindow, b: TimeWindow): TimeWindow[] {
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  const date = a.date ?? b.date;
  const days = a.days === undefined ? b.days : a.days.filter((day) => b.days?.includes(day) ?? true);
  if (from >= to || days?.length === 0 || (b.date !== undefined && b.date !== date)) return [];
  return [{ ...a, from, to, ...(date === undefined ? {} : { date }), ...(days === undefined ? {} : { days }) }];
}
