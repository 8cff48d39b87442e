import type { UtcMs } from "../../../shared/model/time.ts";
import type { CalendarEntry } from "./calendar-entry.ts";
import type { CalendarLength, CalendarTime } from "./calendar-values.ts";
import type { RecurrenceRule } from "./recurrence-rule.ts";
import { ruleTimes } from "./rule-times.ts";

const dayMs = 86_400_000;

/** One time of an entry, as its own clock shows it and as an instant. */
export interface SeriesTime {
  readonly shown: number;
  readonly start: UtcMs;
  readonly end: UtcMs;
}

export interface SeriesSpan {
  readonly from: UtcMs;
  readonly to: UtcMs;
}

/** Calls that bound the work: one for each step, one for each time or exception of a series. */
export interface Spending {
  step(): void;
  occurrence(): void;
}

/** The times of an entry: its start, those of its rules that may touch a span, and those it adds; not yet what it leaves out. */
export function seriesTimes(entry: CalendarEntry, { from, to }: SeriesSpan, spending: Spending): SeriesTime[] {
  const { start, length, clock, rules, moreTimes, instantOf } = entry;
  const times = new Map<UtcMs, SeriesTime>();
  const add = (time: SeriesTime): void => {
    const known = times.get(time.start);
    if (known === undefined || known.end < time.end) times.set(time.start, time);
  };
  const at = (shown: number): SeriesTime => {
    const instant = clock.instantOf(shown);
    return { shown, start: instant, end: endOf(entry, shown, instant, length) };
  };
  add(at(start.shown));
  // What clocks show is less than two days from UTC.
  const span = {
    start: start.shown,
    from: from - length.days * dayMs - length.ms - 2 * dayMs,
    to: to + 2 * dayMs,
    isDays: start.kind === "day",
  };
  for (const rule of rules) {
    for (const shown of ruleTimes(rule, span, spending.step)) {
      if (isPast(rule, shown, entry)) break;
      if (shown < span.from) continue;
      spending.occurrence();
      add(at(shown));
    }
  }
  for (const more of moreTimes) {
    spending.occurrence();
    const first = "start" in more ? more.start : more;
    const instant = instantOf(first);
    const shown = clock.shownAt(instant);
    if ("start" in more) {
      const end = "kind" in more.end ? instantOf(more.end) : endOf(entry, shown, instant, more.end);
      add({ shown, start: instant, end: Math.max(instant, end) });
    } else if (first.kind === "day" && start.kind !== "day") {
      add({ shown, start: instant, end: Math.max(instant + dayMs, endOf(entry, shown, instant, length)) });
    } else add({ shown, start: instant, end: endOf(entry, shown, instant, length) });
  }
  return [...times.values()];
}

/** When something that begins then is over: days by the clock, the rest by time. */
export function endOf({ clock }: CalendarEntry, shown: number, start: UtcMs, { days, ms }: CalendarLength): UtcMs {
  return Math.max(start, days === 0 ? start : clock.instantOf(shown + days * dayMs)) + ms;
}

/** Whether a time is after the rule's UNTIL; the whole of a day that it names still counts. */
function isPast({ until }: RecurrenceRule, shown: number, { start, clock }: CalendarEntry): boolean {
  if (until === null) return false;
  if (until.kind === "clock") return shown > until.shown;
  const day = Math.floor(shown / dayMs);
  if (until.kind === "day") return day > until.shown / dayMs;
  if (start.kind === "day") return day > dayNamed(until, clock.shownAt(until.shown));
  return clock.instantOf(shown) > until.shown;
}

function dayNamed(time: CalendarTime, shown: number): number {
  return Math.floor(Math.max(time.shown, shown) / dayMs);
}
