import { z } from "zod";
import { LocalTime } from "./trading-hours.ts";
import { zonedTime } from "./zoned-time.ts";

const Zone = z.string().min(1).refine(isZone, "an IANA time zone");

/**
 * A part of the day in local time, from `from` up to `to`; one that ends before it begins ends on the next day. On every
 * day, on some ISO weekdays (1 is Monday) or on one date: of the day that it begins on.
 */
const TimeWindow = z.strictObject({
  from: LocalTime,
  to: LocalTime,
  days: z.array(z.int().min(1).max(7)).min(1).optional(),
  date: z.iso.date().optional(),
  title: z.string().max(200).optional(),
});
export type TimeWindow = z.infer<typeof TimeWindow>;

/** How many windows a list holds at most. */
export const mostWindows = 500;

/** A person's list of times of the day, in one zone. */
export const TimeWindows = z.strictObject({ zone: Zone, windows: z.array(TimeWindow).min(1).max(mostWindows) });
export type TimeWindows = z.infer<typeof TimeWindows>;

/** The week's end: from a local time on Friday up to one on Sunday. */
export const WeekendPause = z.strictObject({ zone: Zone, fridayFrom: LocalTime, sundayTo: LocalTime });
export type WeekendPause = z.infer<typeof WeekendPause>;

function isZone(zone: string): boolean {
  try {
    return zonedTime(zone).zone === zone;
  } catch {
    return false;
  }
}
