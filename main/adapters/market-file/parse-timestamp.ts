import { parseDecimal } from "./parse-decimal.ts";

const dayMs = 86_400_000;
const colon = 0x3a;
const dash = 0x2d;

/** Days since 1970-01-01 of a civil date (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy;
  return era * 146_097 + doe - 719_468;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
function daysInMonth(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (monthDays[month - 1] ?? 0) + (leap ? 1 : 0);
}

/** A number of `count` digits at `at`, NaN where one is not a digit. */
function digitsAt(bytes: Buffer, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The offset in minutes of `Z`, `+05:30`, `-0500`, `+01` in `bytes[at, end)`; nothing is UTC; NaN where it is none of these. */
function offsetMinutes(bytes: Buffer, at: number, end: number): number {
  if (at === end) return 0;
  const sign = bytes[at] as number;
  const length = end - at;
  if (length === 1 && (sign === 0x5a || sign === 0x7a)) return 0;
  if (sign !== 0x2b && sign !== dash) return Number.NaN;
  const colonAt = length === 6 && bytes[at + 3] === colon;
  if (!colonAt && length !== 5 && length !== 3) return Number.NaN;
  const hours = digitsAt(bytes, at + 1, 2);
  const minutes = length === 3 ? 0 : digitsAt(bytes, colonAt ? at + 4 : at + 3, 2);
  if (!(hours <= 15 && minutes <= 59)) return Number.NaN;
  return (sign === dash ? -1 : 1) * (hours * 60 + minutes);
}

/** ISO 8601 with a space or `T`, seconds and fraction optional, or a date alone; UTC where no offset is given. */
function parseIso(bytes: Buffer, start: number, end: number): number {
  const year = digitsAt(bytes, start, 4);
  const month = digitsAt(bytes, start + 5, 2);
  const day = digitsAt(bytes, start + 8, 2);
  if (bytes[start + 7] !== dash || !(year >= 1) || !(month >= 1 && month <= 12)) return Number.NaN;
  if (!(day >= 1 && day <= daysInMonth(year, month))) return Number.NaN;
  const date = daysFromCivil(year, month, day) * dayMs;
  if (end === start + 10) return date;

  const separator = bytes[start + 10];
  if ((separator !== 0x20 && separator !== 0x54 && separator !== 0x74) || bytes[start + 13] !== colon)
    return Number.NaN;
  const hour = digitsAt(bytes, start + 11, 2);
  const minute = digitsAt(bytes, start + 14, 2);
  let at = start + 16;
  let second = 0;
  let ms = 0;
  if (at < end && bytes[at] === colon) {
    second = digitsAt(bytes, at + 1, 2);
    at += 3;
    if (at < end && (bytes[at] === 0x2e || bytes[at] === 0x2c)) {
      let scale = 100;
      const first = at + 1;
      for (at = first; at < end; at++) {
        const digit = (bytes[at] as number) - 0x30;
        if (!(digit >= 0 && digit <= 9)) break;
        ms += digit * scale;
        scale = scale > 1 ? scale / 10 : 0;
      }
      if (at === first) return Number.NaN;
    }
  }
  if (at > end || !(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
  if (at < end && bytes[at] === 0x20) at += 1;
  return date + hour * 3_600_000 + minute * 60_000 + second * 1000 + ms - offsetMinutes(bytes, at, end) * 60_000;
}

/** How many of a unix unit make a millisecond, or what a millisecond is made of: seconds 1000, ms 1, µs 1e-3, ns 1e-6. */
function fromUnix(value: number): number {
  if (!(value > 0)) return Number.NaN;
  if (value < 1e11) return Math.round(value * 1000);
  if (value < 1e14) return Math.floor(value);
  if (value < 1e17) return Math.floor(value / 1000);
  return Math.floor(value / 1_000_000);
}

/** Dates beyond the year 2999 stand for "never": a desk that followed one would soon write times that no record has a form for. */
const beyond = Date.UTC(3000, 0, 1);

/**
 * Reads a time in `bytes[start, end)` as whole UTC milliseconds; NaN where it is none or no time of a market. ISO 8601, or a unix time whose unit
 * shows in its size: below 1e11 seconds (until the year 5138), below 1e14 milliseconds (from 1973), below 1e17
 * microseconds, then nanoseconds.
 */
export function parseTimestamp(bytes: Buffer, start: number, end: number): number {
  const isIso = end - start >= 10 && bytes[start + 4] === dash;
  const at = isIso ? parseIso(bytes, start, end) : fromUnix(parseDecimal(bytes, start, end));
  return at < beyond ? at : Number.NaN;
}
