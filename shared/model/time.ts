import { z } from "zod";

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type UtcMs = number;

/** RFC 3339 in UTC with milliseconds, as journal events carry it: `2026-01-31T12:00:00.000Z`. */
export const Rfc3339 = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, "RFC 3339 in UTC with milliseconds");
export type Rfc3339 = string;

const dayMs = 86_400_000;
const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

/** A calendar day of the proleptic Gregorian calendar; months count from 1. */
export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The calendar day that is so many days after 1970-01-01 (civil-from-days, Howard Hinnant). */
function civilDay(days: number): CivilDay {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 };
}

/** Days from 1970-01-01 to a calendar day (days-from-civil, Howard Hinnant). */
export function daysOf({ year, month, day }: CivilDay): number {
  const y = year - (month <= 2 ? 1 : 0);
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy;
  return era * 146_097 + doe - 719_468;
}

/** Writes an instant as RFC 3339 without a clock or a calendar object, so that the pure rooms may use it. */
export function toRfc3339(at: UtcMs): Rfc3339 {
  const days = Math.floor(at / dayMs);
  const ms = Math.floor(at - days * dayMs);
  const { year, month, day } = civilDay(days);
  const clock = `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)}`;
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${clock}.${String(ms % 1000).padStart(3, "0")}Z`;
}

/** Reads what {@link toRfc3339} writes, back into milliseconds; throws a RangeError on anything else. */
export function parseRfc3339(text: Rfc3339): UtcMs {
  if (!Rfc3339.safeParse(text).success) throw new RangeError(`"${text}" is not RFC 3339 in UTC with milliseconds`);
  const part = (from: number, to: number): number => Number(text.slice(from, to));
  const days = daysOf({ year: part(0, 4), month: part(5, 7), day: part(8, 10) });
  return days * dayMs + part(11, 13) * 3_600_000 + part(14, 16) * 60_000 + part(17, 19) * 1000 + part(20, 23);
}

/** Whether the calendar has a day. */
export function dayExists({ year, month, day }: CivilDay): boolean {
  const there = civilDay(daysOf({ year, month, day }));
  return there.year === year && there.month === month && there.day === day;
}

/** Whether a text such as `2026-01-31` names a day that the calendar has. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = { year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)), day: Number(text.slice(8, 10)) };
  return dayExists(day);
}

/** Whether a text is what {@link toRfc3339} writes of some instant: its day and its time of day exist. */
export function isMoment(text: string): boolean {
  return Rfc3339.safeParse(text).success && toRfc3339(parseRfc3339(text)) === text;
}
