import { daysOf } from "../../../shared/model/time.ts";
import type { Frequency, RecurrenceRule } from "./recurrence-rule.ts";

const secondMs = 1000;
const dayMs = 86_400_000;
const unitMs = {
  SECONDLY: secondMs,
  MINUTELY: 60 * secondMs,
  HOURLY: 3600 * secondMs,
  DAILY: dayMs,
  WEEKLY: 7 * dayMs,
};

/** A time that only local clocks know: what one shows, in milliseconds as if it were UTC. */
type ShownMs = number;

/** Of a day, what rules ask for; months count from 1, weekdays from Monday as 0. */
interface Day {
  readonly index: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** One round of a rule: the days that it may take, and the hour, minute or second that a short one is. */
interface Round {
  readonly from: ShownMs;
  readonly firstDay: number;
  readonly days: number;
}

export interface RuleSpan {
  readonly start: ShownMs;
  /** Times before `from` may be left out, those after `to` are. */
  readonly from: ShownMs;
  readonly to: ShownMs;
  /** Whether the series is of whole days. */
  readonly isDays: boolean;
}

/**
 * The times of a rule (RFC 5545, 3.3.10) from its start on, in their order, up to its COUNT; UNTIL is the caller's, who knows
 * the zone. `spend` is called for each step, so that the caller can bound them.
 */
export function* ruleTimes(rule: RecurrenceRule, span: RuleSpan, spend: () => void): Generator<ShownMs> {
  const filter = dayFilter(rule, span.start);
  // Rules by hours and less ask for the same day again and again.
  let last = Number.NaN;
  let isLast = false;
  const fits = (day: number): boolean => {
    if (day !== last) [last, isLast] = [day, filter(dayOf(day))];
    return isLast;
  };
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  for (let index = firstRound(rule, span); left > 0; index++) {
    const round = roundAt(rule, span.start, index);
    if (round.from > span.to) return;
    spend();
    const times: ShownMs[] = [];
    for (let day = round.firstDay; day < round.firstDay + round.days; day++) {
      if (round.days > 1) spend();
      if (!fits(day)) continue;
      for (const time of timesOfDay(rule, span, round, day, spend)) times.push(time);
    }
    for (const time of chosen(times, rule.bySetPos)) {
      if (time < span.start) continue;
      if (time > span.to || left <= 0) return;
      left--;
      yield time;
    }
  }
}

/** The round to begin with: what has a COUNT is counted from the start, what has none may begin near `from`. */
function firstRound({ freq, interval, count }: RecurrenceRule, { start, from }: RuleSpan): number {
  if (count !== null || from <= start) return 0;
  const [a, b] = [dayOf(Math.floor(start / dayMs)), dayOf(Math.floor(from / dayMs))];
  const rounds =
    freq === "YEARLY"
      ? b.year - a.year
      : freq === "MONTHLY"
        ? (b.year - a.year) * 12 + b.month - a.month
        : (from - start) / unitMs[freq];
  return Math.max(0, Math.floor(rounds / interval) - 1);
}

function roundAt({ freq, interval, weekStart }: RecurrenceRule, start: ShownMs, index: number): Round {
  const startDay = Math.floor(start / dayMs);
  const { year, month } = dayOf(startDay);
  const whole = (firstDay: number, days: number): Round => ({ from: firstDay * dayMs, firstDay, days });
  switch (freq) {
    case "YEARLY": {
      const first = yearStart(year + index * interval);
      return whole(first, yearStart(year + index * interval + 1) - first);
    }
    case "MONTHLY": {
      const first = monthStart(year, month + index * interval);
      return whole(first, monthStart(year, month + index * interval + 1) - first);
    }
    case "WEEKLY":
      return whole(startDay - modulo(weekdayOf(startDay) - weekStart, 7) + 7 * index * interval, 7);
    case "DAILY":
      return whole(startDay + index * interval, 1);
    default: {
      const from = (Math.floor(start / unitMs[freq]) + index * interval) * unitMs[freq];
      return { from, firstDay: Math.floor(from / dayMs), days: 1 };
    }
  }
}

/** Whether a day is one of the rule's; what the rule leaves open its start decides. */
function dayFilter(rule: RecurrenceRule, start: ShownMs): (day: Day) => boolean {
  const startDay = Math.floor(start / dayMs);
  const { freq, byMonth, byMonthDay, byYearDay, byWeek, byDay } = rule;
  const first = dayOf(startDay);
  const isOpen = byMonthDay.length + byYearDay.length + byDay.length === 0;
  const weekdays =
    isOpen && (freq === "WEEKLY" || byWeek.length > 0) ? [{ weekday: weekdayOf(startDay), nth: 0 }] : byDay;
  const isByDate = isOpen && byWeek.length === 0 && (freq === "MONTHLY" || freq === "YEARLY");
  const monthDays = isByDate ? [first.day] : byMonthDay;
  const months = isByDate && freq === "YEARLY" && byMonth.length === 0 ? [first.month] : byMonth;
  const inYear = freq === "YEARLY" && months.length === 0;
  return (day) => {
    if (months.length > 0 && !months.includes(day.month)) return false;
    const [monthFrom, monthTo] = [monthStart(day.year, day.month), monthStart(day.year, day.month + 1)];
    if (!isAmong(monthDays, day.index, monthFrom, monthTo)) return false;
    const [yearFrom, yearTo] = [yearStart(day.year), yearStart(day.year + 1)];
    if (!isAmong(byYearDay, day.index, yearFrom, yearTo)) return false;
    if (byWeek.length > 0 && !isInWeeks(byWeek, day, rule.weekStart)) return false;
    if (weekdays.length === 0) return true;
    const [from, to] = inYear ? [yearFrom, yearTo] : [monthFrom, monthTo];
    return weekdays.some(({ weekday, nth }) => {
      if (weekday !== weekdayOf(day.index)) return false;
      if (nth === 0 || byWeek.length > 0) return true;
      return nth > 0
        ? Math.floor((day.index - from) / 7) + 1 === nth
        : Math.floor((to - 1 - day.index) / 7) + 1 === -nth;
    });
  };
}

/** Whether a day's number in a month or year, from the front or the back, is in a list; an empty one takes every day. */
function isAmong(list: readonly number[], day: number, from: number, to: number): boolean {
  return list.length === 0 || list.includes(day - from + 1) || list.includes(day - to);
}

/** Weeks have seven days from the rule's first weekday on; the first of a year has at least four of its days. */
function isInWeeks(weeks: readonly number[], { index, year }: Day, weekStart: number): boolean {
  for (const named of [year - 1, year, year + 1]) {
    const [from, to] = [firstWeek(named, weekStart), firstWeek(named + 1, weekStart)];
    if (index < from || index >= to) continue;
    return weeks.includes(Math.floor((index - from) / 7) + 1) || weeks.includes(Math.floor((index - to) / 7));
  }
  return false;
}

function firstWeek(year: number, weekStart: number): number {
  const first = yearStart(year);
  const into = modulo(weekdayOf(first) - weekStart, 7);
  return into <= 3 ? first - into : first + 7 - into;
}

function timesOfDay(
  rule: RecurrenceRule,
  { start, isDays }: RuleSpan,
  round: Round,
  day: number,
  spend: () => void,
): ShownMs[] {
  if (isDays) return [day * dayMs];
  const part = (list: readonly number[], unit: Frequency, most: number): number[] => {
    const size = unitMs[unit as "HOURLY"];
    const isFixed = rule.freq in unitMs && unitMs[rule.freq as "HOURLY"] <= size;
    const own = modulo(Math.floor((isFixed ? round.from : start) / size), most);
    if (isFixed) return list.length === 0 || list.includes(own) ? [own] : [];
    return list.length === 0 ? [own] : [...list].sort((a, b) => a - b);
  };
  const [hours, minutes, seconds] = [
    part(rule.byHour, "HOURLY", 24),
    part(rule.byMinute, "MINUTELY", 60),
    part(rule.bySecond, "SECONDLY", 60),
  ];
  const times: ShownMs[] = [];
  for (const hour of hours) {
    for (const minute of minutes) {
      for (const second of seconds) {
        spend();
        times.push(day * dayMs + ((hour * 60 + minute) * 60 + second) * secondMs);
      }
    }
  }
  return times;
}

function chosen(times: readonly ShownMs[], places: readonly number[]): readonly ShownMs[] {
  if (places.length === 0) return times;
  return times.filter((_time, index) => places.includes(index + 1) || places.includes(index - times.length));
}

function dayOf(index: number): Day {
  const date = new Date(index * dayMs);
  return { index, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function weekdayOf(index: number): number {
  return modulo(index + 3, 7);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

function yearStart(year: number): number {
  return daysOf({ year, month: 1, day: 1 });
}

/** Months may be above 12: those of later years. */
function monthStart(year: number, month: number): number {
  return daysOf({ year: year + Math.floor((month - 1) / 12), month: ((month - 1) % 12) + 1, day: 1 });
}
