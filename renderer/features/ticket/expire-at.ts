import { daysOf } from "../../../shared/model/time.ts";
import { zonedTime } from "../../../shared/model/zoned-time.ts";

const form = /^(\d{4,5})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/;

/** The name of a display zone: `local` is this computer's, and one the page does not know reads as UTC. */
export function zoneName(timeZone: string): string {
  try {
    const zone = timeZone === "local" ? undefined : timeZone;
    return new Intl.DateTimeFormat("en-GB", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

/** The instant, UTC milliseconds, that a clock in a zone shows as `2026-01-31T17:30`; `null` for text that is no such time. */
export function instantOf(text: string, timeZone: string): number | null {
  const found = form.exec(text);
  if (!found) return null;
  const [year, month, day, hour, minute] = found.slice(1).map(Number) as [number, number, number, number, number];
  return zonedTime(zoneName(timeZone)).instantOf(daysOf({ year, month, day }), hour * 60 + minute);
}
