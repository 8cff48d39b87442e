import { daysOf, isDay, type UtcMs } from "./time.ts";

/** A time as a person wrote it. */
export interface WrittenTime {
  readonly at: UtcMs;
  /** Whether it names its offset from UTC; without one it is taken as UTC. */
  readonly hasZone: boolean;
}

const form =
  /^(\d{4}-\d\d-\d\d)(?:[Tt ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)? ?([Zz]|[+-](?:0\d|1[0-5]):?[0-5]\d)?)?$/;
const latest = 253_402_300_799_999;

/**
 * Reads a time that a person wrote: ISO 8601, a day alone or with a time of day to the minute, the second or finer, and an
 * offset. `null` for what is none, and for a day or a time of day that does not exist: the platform's own reader takes the
 * 31st of any month for a day and counts on into the next.
 */
export function readTimeText(text: string): WrittenTime | null {
  const [, day, hour = "0", minute = "0", second = "0", fraction = "", zone] = form.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return null;
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const minutes = daysOf({ year, month, day: date }) * 1440 + Number(hour) * 60 + Number(minute) - offsetOf(zone);
  const at = minutes * 60_000 + Number(second) * 1000 + Number(fraction.slice(0, 3).padEnd(3, "0"));
  return { at, hasZone: zone !== undefined };
}

/** The same, or unix seconds or milliseconds, up to the year 9999; UTC where it names no offset. */
export function readTimeOrUnix(text: string): UtcMs | null {
  if (!/^\d{9,15}$/.test(text)) return readTimeText(text)?.at ?? null;
  const at = text.length > 11 ? Number(text) : Number(text) * 1000;
  return at <= latest ? at : null;
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || /^z$/i.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith("-") ? -minutes : minutes;
}
