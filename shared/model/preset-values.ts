import { z } from "zod";
import { DecimalText } from "./decimal-text.ts";
import { isDay } from "./time.ts";
import { zonedTime } from "./zoned-time.ts";

/** Money of a preset: what the guard calculates with exactly, at 24 decimals; at most 15 whole digits. */
export const PresetMoney = DecimalText.regex(/^-?\d{1,15}(\.\d{1,24})?$/, "at most 15 whole digits and 24 decimals");

/** Zero is an amount, less is none. */
export const MoneyFromZero = PresetMoney.regex(/^\d/, "an amount not below zero");

/** An amount above zero. */
export const MoneyAboveZero = MoneyFromZero.regex(/[1-9]/, "an amount above zero");

/** Above zero, at most 100, to the 8 decimals that shares are kept with. */
export const PresetPercent = DecimalText.regex(
  /^(?=.*[1-9])(100(\.0{1,8})?|\d{1,2}(\.\d{1,8})?)$/,
  "a percentage above zero and at most 100, with at most 8 decimals",
);

/** A whole number of days that a calendar can still count. */
export const PresetDays = z.int().positive().max(36_500);

/** Minutes around a release: at most a week. */
export const PresetMinutes = z.int().nonnegative().max(10_080);

/** Local time `HH:MM`. */
export const PresetTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a local time such as 17:00");

/** Whether every day that a text names is one of the calendar; words without a day name none. */
export function namesRealDays(text: string): boolean {
  return (text.match(/\d{4}-\d\d-\d\d/g) ?? []).every(isDay);
}

/** A zone of the tz database. */
export const PresetZone = z.string().refine(isZone, "an IANA zone such as Europe/Prague");

function isZone(zone: string): boolean {
  try {
    return Number.isFinite(zonedTime(zone).offsetAt(0));
  } catch {
    return false;
  }
}
