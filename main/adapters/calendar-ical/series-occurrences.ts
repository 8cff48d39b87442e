import type { UtcMs } from "../../../shared/model/time.ts";
import type { CalendarEntry } from "./calendar-entry.ts";
import type { CalendarTime } from "./calendar-values.ts";
import { endOf, type SeriesSpan, type SeriesTime, type Spending, seriesTimes } from "./series-times.ts";

const dayMs = 86_400_000;

/** One occurrence of an event; of one without a length, `end` is `start`. */
export interface CalendarEvent {
  readonly title: string;
  readonly start: UtcMs;
  readonly end: UtcMs;
}

/** An exception that moves all later occurrences too. */
interface Shift {
  readonly from: UtcMs;
  readonly by: number;
  readonly entry: CalendarEntry;
}

/** What the entries of one UID come to; some occurrences may lie outside of the span. */
export function seriesOccurrences(
  entries: readonly CalendarEntry[],
  span: SeriesSpan,
  spending: Spending,
): CalendarEvent[] {
  const newest = newestOf(entries);
  const exceptions = newest.filter(({ replaces }) => replaces !== null);
  const series = newest.filter(({ replaces, isCanceled }) => replaces === null && !isCanceled);
  // An exception stands by itself, wherever the occurrence was that it moves.
  const found = exceptions
    .filter(({ isCanceled }) => !isCanceled)
    .flatMap((entry) =>
      seriesTimes(entry, span, spending).map(({ start, end }) => ({ title: entry.title, start, end })),
    );
  for (const entry of series) found.push(...remaining(entry, exceptions, span, spending));
  const once = new Map(found.map((event) => [`${event.start} ${event.end} ${event.title}`, event] as const));
  return [...once.values()];
}

/** What is left of a series where exceptions take the place of occurrences. */
function remaining(
  entry: CalendarEntry,
  exceptions: readonly CalendarEntry[],
  span: SeriesSpan,
  spending: Spending,
): CalendarEvent[] {
  for (const _exception of exceptions) spending.occurrence();
  const shifts = exceptions.flatMap((exception) => shiftOf(exception, entry)).sort((a, b) => a.from - b.from);
  const farthest = Math.max(
    0,
    ...shifts.map(({ by, entry: { length } }) => Math.abs(by) + length.days * dayMs + length.ms),
  );
  const times = seriesTimes(entry, { from: span.from - farthest, to: span.to + farthest }, spending);
  const left = new Set(entry.lessTimes.map((time) => nameOf(time, entry)));
  const replaced = new Set(
    exceptions.flatMap(({ replaces }) =>
      replaces === null || replaces.andLater ? [] : [nameOf(replaces.time, entry)],
    ),
  );
  const onDay = new Map<string, number>();
  for (const { shown } of times) onDay.set(dayName(shown), (onDay.get(dayName(shown)) ?? 0) + 1);
  return times.flatMap((time) => {
    const { exact, day } = namesOf(time);
    if (left.has(day) || exact.some((name) => left.has(name) || replaced.has(name))) return [];
    // Of several occurrences on one day nobody can say which one is meant: they stay.
    if (replaced.has(day) && onDay.get(day) === 1) return [];
    const shift = shifts.findLast(({ from }) => from <= time.start);
    if (shift === undefined) return [{ title: entry.title, start: time.start, end: time.end }];
    return shift.entry.isCanceled ? [] : [shifted(time, shift)];
  });
}

/** Of entries for the same thing the ones with the highest SEQUENCE; where that is equal all of them. */
function newestOf(entries: readonly CalendarEntry[]): CalendarEntry[] {
  const keyOf = ({ replaces, instantOf }: CalendarEntry): string =>
    replaces === null ? "" : `${replaces.andLater} ${replaces.time.kind === "day"} ${instantOf(replaces.time)}`;
  const highest = new Map<string, number>();
  for (const entry of entries) highest.set(keyOf(entry), Math.max(highest.get(keyOf(entry)) ?? 0, entry.sequence));
  return entries.filter((entry) => entry.sequence === highest.get(keyOf(entry)));
}

/** How EXDATE and RECURRENCE-ID name an occurrence of a series: by instant, by the day or by what the series' clock shows. */
function nameOf(time: CalendarTime, { start, clock, instantOf }: CalendarEntry): string {
  if (time.kind === "day") return dayName(time.shown);
  // Of whole days a midnight names the day, and any other time the day that it is then.
  if (start.kind === "day") return dayName(time.shown % dayMs === 0 ? time.shown : clock.shownAt(instantOf(time)));
  return time.kind === "clock" && time.tzid === null ? `shows ${time.shown}` : `at ${instantOf(time)}`;
}

function namesOf({ shown, start }: SeriesTime): { exact: string[]; day: string } {
  return { exact: [`shows ${shown}`, `at ${start}`], day: dayName(shown) };
}

function dayName(shown: number): string {
  return `on ${Math.floor(shown / dayMs)}`;
}

function shiftOf(exception: CalendarEntry, series: CalendarEntry): Shift[] {
  const { replaces, start, clock, instantOf } = exception;
  if (replaces === null || !replaces.andLater) return [];
  const { time } = replaces;
  const isOfSeries = time.kind === "day" || (time.kind === "clock" && time.tzid === null);
  const from = isOfSeries ? series.clock.instantOf(time.shown) : instantOf(time);
  return [{ from, by: start.shown - shownTo(clock.shownAt(from), exception), entry: exception }];
}

function shifted({ start }: SeriesTime, { by, entry }: Shift): CalendarEvent {
  const shown = shownTo(entry.clock.shownAt(start), entry) + by;
  const at = entry.clock.instantOf(shown);
  return { title: entry.title, start: at, end: endOf(entry, shown, at, entry.length) };
}

/** Whole days are moved by days. */
function shownTo(shown: number, { start }: CalendarEntry): number {
  return start.kind === "day" ? Math.floor(shown / dayMs) * dayMs : shown;
}
