/** The zones offered first: those of the places where the traded markets sit. */
const common = [
  "UTC",
  "America/New_York",
  "America/Chicago",
  "America/Los_Angeles",
  "Europe/London",
  "Europe/Berlin",
  "Asia/Dubai",
  "Asia/Singapore",
  "Asia/Hong_Kong",
  "Asia/Tokyo",
  "Australia/Sydney",
] as const;

/** The same without this computer's own: for what has to mean the same on every computer. */
export function namedZones(current: string): readonly string[] {
  return timeZones(current).filter((zone) => zone !== "local");
}

/** Zone names to choose from; a zone the profile already uses is kept in the list. */
export function timeZones(current: string): readonly string[] {
  const zones: string[] = ["local", ...common];
  return zones.includes(current) ? zones : [...zones, current];
}
