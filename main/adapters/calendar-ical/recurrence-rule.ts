import { type Place, quoted, unreadable } from "./calendar-fault.ts";
import { type CalendarTime, readTime } from "./calendar-values.ts";

export const frequencies = ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;
export type Frequency = (typeof frequencies)[number];

/** A weekday, Monday is 0; `nth` is its place in the month or year from the front or the back, 0 for every one. */
export interface RuleDay {
  readonly weekday: number;
  readonly nth: number;
}

/** How something repeats (RFC 5545, 3.3.10); a list that is empty narrows nothing. */
export interface RecurrenceRule {
  readonly freq: Frequency;
  readonly interval: number;
  readonly count: number | null;
  readonly until: CalendarTime | null;
  readonly weekStart: number;
  readonly byDay: readonly RuleDay[];
  readonly byMonth: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byYearDay: readonly number[];
  readonly byWeek: readonly number[];
  readonly byHour: readonly number[];
  readonly byMinute: readonly number[];
  readonly bySecond: readonly number[];
  readonly bySetPos: readonly number[];
}

const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/** Lists of numbers, with their bounds; those with a sign count from the end too, and have no zero. */
const numberParts = {
  BYMONTH: { least: 1, most: 12, signed: false },
  BYMONTHDAY: { least: 1, most: 31, signed: true },
  BYYEARDAY: { least: 1, most: 366, signed: true },
  BYWEEKNO: { least: 1, most: 53, signed: true },
  BYHOUR: { least: 0, most: 23, signed: false },
  BYMINUTE: { least: 0, most: 59, signed: false },
  BYSECOND: { least: 0, most: 60, signed: false },
  BYSETPOS: { least: 1, most: 366, signed: true },
} as const;
type NumberPart = keyof typeof numberParts;
const otherParts = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY"];

/** Reads the value of an RRULE. Throws a Fault that names the part that is not understood. */
export function readRule(text: string, place: Place): RecurrenceRule {
  const refuse = (why: string): never => {
    throw unreadable(`its rule ${quoted(text)} ${why}`, place);
  };
  const parts = new Map<string, string>();
  for (const piece of text.trim().split(";")) {
    // Programs end a rule with a semicolon.
    if (piece.trim() === "") continue;
    const [, name = "", value = ""] =
      /^([A-Za-z-]+)=(.+)$/.exec(piece.trim()) ?? refuse(`has ${quoted(piece)}, which is no part of one`);
    const known = name.toUpperCase();
    if (!(known in numberParts || otherParts.includes(known))) refuse(`has ${quoted(name)}, which is not understood`);
    if (parts.has(known)) refuse(`has ${known} twice`);
    parts.set(known, value.toUpperCase());
  }
  const freq = frequencies.find((one) => one === parts.get("FREQ")) ?? refuse("has no FREQ that anybody knows");
  const whole = (name: string, value: string): number =>
    /^\d{1,9}$/.test(value) && Number(value) > 0
      ? Number(value)
      : refuse(`has ${name}=${value}, which is no whole number from 1`);
  const numbers = (name: NumberPart): number[] => {
    const { least, most, signed } = numberParts[name];
    return [...new Set((parts.get(name) ?? "").split(",").filter((one) => one !== ""))].map((one) => {
      const value = /^[+-]?\d{1,3}$/.test(one) ? Number(one) : Number.NaN;
      const size = signed ? Math.abs(value) : value;
      return size >= least && size <= most ? value : refuse(`has ${quoted(one)} in ${name}`);
    });
  };
  const weekday = (name: string): number => {
    const at = weekdays.indexOf(name);
    return at < 0 ? refuse(`has the weekday ${quoted(name)}`) : at;
  };
  const byDay = (parts.get("BYDAY")?.split(",") ?? []).map((one) => {
    const [, nth = "", name = ""] =
      /^([+-]?\d{0,2})([A-Z]{2})$/.exec(one.trim()) ?? refuse(`has the weekday ${quoted(one)}`);
    // A place only has a meaning in months and years: elsewhere every such day counts.
    return { weekday: weekday(name), nth: freq === "MONTHLY" || freq === "YEARLY" ? Number(nth) || 0 : 0 };
  });
  const [count, until] = [parts.get("COUNT"), parts.get("UNTIL")];
  const rule: RecurrenceRule = {
    freq,
    interval: whole("INTERVAL", parts.get("INTERVAL") ?? "1"),
    count: count === undefined ? null : whole("COUNT", count),
    until: until === undefined ? null : readTime(until, null, place),
    weekStart: weekday(parts.get("WKST") ?? "MO"),
    byDay,
    byMonth: numbers("BYMONTH"),
    byMonthDay: numbers("BYMONTHDAY"),
    byYearDay: numbers("BYYEARDAY"),
    byWeek: numbers("BYWEEKNO"),
    byHour: numbers("BYHOUR"),
    byMinute: numbers("BYMINUTE"),
    bySecond: numbers("BYSECOND"),
    bySetPos: numbers("BYSETPOS"),
  };
  if (rule.byWeek.length > 0 && freq !== "YEARLY") refuse("has BYWEEKNO, which only a rule by years can have");
  return rule;
}
