import { Fault } from "../../shared/model/fault.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import { toRfc3339, type UtcMs } from "../../shared/model/time.ts";
import { mostWindows, type TimeWindow } from "../../shared/model/time-windows.ts";
import { type ZonedTime, zonedTime } from "../../shared/model/zoned-time.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const dayMinutes = 1440;

/** How long before and after an event nothing opens. */
export interface NewsPadding {
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** An event of a calendar, UTC milliseconds; of one without a length, `end` is `start`. */
export interface NewsEvent {
  readonly title: string;
  readonly start: UtcMs;
  readonly end: UtcMs;
}

/**
 * Limits with the windows of these events, in the zone of those they have, in place of every window with a date; others
 * stay. Throws Faults `CALENDAR-EMPTY` where there are none, and `CALENDAR-SIZE` where the setting cannot hold them.
 */
export function withNews(limits: RiskLimits, events: readonly NewsEvent[], padding: NewsPadding): RiskLimits {
  if (events.length === 0) {
    const remedy = "Take another calendar, or more days ahead.";
    throw new Fault("CALENDAR-EMPTY", "validation", "The calendar has no event in the days ahead.", remedy);
  }
  const refusal = new Fault(
    "CALENDAR-SIZE",
    "validation",
    `The ${events.length} events make more windows than the ${mostWindows} that the setting takes.`,
    "Take fewer days, or a calendar with fewer events.",
  );
  // Each makes at least one, and may make one for each day of a year.
  if (events.length > mostWindows) throw refusal;
  const { zone = "UTC", windows: before = [] } = limits.newsWindows ?? {};
  const windows = [...before.filter(({ date }) => date === undefined), ...newsFromEvents(events, padding, zone)];
  if (windows.length > mostWindows) throw refusal;
  return { ...limits, newsWindows: { zone, windows } };
}

/** The windows of events as the news rule reads them: a window for each local day that one touches, whole minutes. */
export function newsFromEvents(
  events: readonly NewsEvent[],
  { beforeMs, afterMs }: NewsPadding,
  zone: string,
): TimeWindow[] {
  const clock = zonedTime(zone);
  return events.flatMap(({ title, start, end }) => {
    const from = Math.floor((start - beforeMs) / minuteMs) * minuteMs;
    const to = Math.max(from + minuteMs, Math.ceil((end + afterMs) / minuteMs) * minuteMs);
    return daysBetween(clock, from, to).map((piece) => ({ ...piece, title: title.slice(0, 200) }));
  });
}

function daysBetween(clock: ZonedTime, from: UtcMs, to: UtcMs): Pick<TimeWindow, "from" | "to" | "date">[] {
  const first = clock.dayAt(from);
  const last = clock.dayAt(to - 1);
  const pieces: Pick<TimeWindow, "from" | "to" | "date">[] = [];
  for (let day = first; day <= last; day++) {
    let start = day === first ? clock.minuteAt(from) : 0;
    let end = clock.dayAt(to) === day ? clock.minuteAt(to) : dayMinutes;
    if (end <= start) {
      // The clock goes back in between: the hours that it shows twice are in the window.
      [start, end] = [Math.floor(end / 60) * 60, Math.min(dayMinutes, Math.ceil((start + 1) / 60) * 60)];
    }
    pieces.push({ from: timeText(start), to: timeText(end), date: toRfc3339(day * dayMs).slice(0, 10) });
  }
  return pieces;
}

function timeText(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
