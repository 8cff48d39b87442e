import { UsageError } from "./usage-error.ts";

const dayMs = 86_400_000;
const agePattern = /^(\d{1,4})(d|w|mo|y)$/;

/** Months and years are those of the calendar, so that "12mo" is the same day a year away. */
function shift(at: number, age: string, option: string, way: 1 | -1): number {
  const [, count = "0", unit] = agePattern.exec(age) ?? [];
  const n = way * Number(count);
  const date = new Date(at);
  if (unit === "d" || unit === "w") return at + n * dayMs * (unit === "w" ? 7 : 1);
  if (unit === undefined) {
    throw new UsageError(
      `${option} does not understand "${age}"`,
      "Give a number and d, w, mo or y, for example 12mo.",
    );
  }
  return date.setUTCMonth(date.getUTCMonth() + n * (unit === "y" ? 12 : 1));
}

/** The time that lies an age before another, UTC milliseconds: `90d`, `6w`, `12mo`, `2y`. Throws a UsageError. */
export function timeBefore(at: number, age: string, option: string): number {
  return shift(at, age, option, -1);
}

/** The time that lies an age after another, UTC milliseconds. Throws a UsageError. */
export function timeAfter(at: number, age: string, option: string): number {
  return shift(at, age, option, 1);
}
