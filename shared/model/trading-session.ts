import { daysOf, type UtcMs } from "./time.ts";
import type { TradingHours } from "./trading-hours.ts";
import { type ZonedTime, zonedTime } from "./zoned-time.ts";

/** One stretch of trading: from `opensAt` up to, not including, `closesAt`. */
export interface TradingSession {
  readonly opensAt: UtcMs;
  readonly closesAt: UtcMs;
}

/** An exchange that is closed for longer than this has no next session worth waiting for. */
const searchedDays = 30;

/** The session that an instant is in, else the next one; `null` where none comes within 30 days. */
export function sessionAt(hours: TradingHours, at: UtcMs): TradingSession | null {
  return datedSessionAt(hours, zonedTime(hours.zone), at);
}

/** A session and the local day that it belongs to: the one on which it closes. */
interface DatedSession extends TradingSession {
  readonly day: number;
}

function datedSessionAt(hours: TradingHours, time: ZonedTime, at: UtcMs): DatedSession | null {
  const today = time.dayAt(at);
  for (let day = today - 1; day <= today + searchedDays; day++) {
    for (const session of sessionsOf(hours, time, day)) if (at < session.closesAt) return session;
  }
  return null;
}

/** Whether the market is open at an instant. */
export function isOpen(hours: TradingHours, at: UtcMs): boolean {
  const session = sessionAt(hours, at);
  return session !== null && at >= session.opensAt;
}

/**
 * When a day order of that instant ends: with the last session of the day that the instant's session, else the next one,
 * belongs to, and without trading hours with the UTC day. A session over midnight belongs to the day it closes on.
 */
export function dayOrderEnd(hours: TradingHours | undefined, at: UtcMs): UtcMs {
  if (hours === undefined) return (Math.floor(at / 86_400_000) + 1) * 86_400_000;
  const time = zonedTime(hours.zone);
  const session = datedSessionAt(hours, time, at);
  if (session === null) return at;
  const { day } = session;
  const near = [...sessionsOf(hours, time, day - 1), ...sessionsOf(hours, time, day)];
  return Math.max(...near.filter((each) => each.day === day).map(({ closesAt }) => closesAt));
}

/** The sessions that open on a local day, by their opening. One that closes at or before it opens closes on the next day. */
function sessionsOf(hours: TradingHours, time: ZonedTime, day: number): DatedSession[] {
  if (hours.holidays.some((holiday) => dayOf(holiday) === day)) return [];
  // 1970-01-01 was a Thursday, ISO weekday 4.
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
  return hours.sessions
    .filter((session) => session.day === weekday)
    .map(({ open, close }) => {
      const from = minutesOf(open);
      const to = minutesOf(close);
      const closesAt = time.instantOf(to > from ? day : day + 1, to);
      return { opensAt: time.instantOf(day, from), closesAt, day: to > from || to === 0 ? day : day + 1 };
    })
    .sort((a, b) => a.opensAt - b.opensAt);
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

function dayOf(date: string): number {
  return daysOf({ year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) });
}
