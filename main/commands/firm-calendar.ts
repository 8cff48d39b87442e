import { readFileSync } from "node:fs";
import { Fault } from "../../shared/model/fault.ts";
import { isDay, toRfc3339 } from "../../shared/model/time.ts";

/** Times of releases, one a line; empty lines and lines that begin with # are passed over. Throws a Fault `FIRM-CALENDAR`. */
export function readCalendar(file: string): string[] {
  const refuse = (what: string): never => {
    throw new Fault(
      "FIRM-CALENDAR",
      "validation",
      `The calendar ${file} cannot be used: ${what}.`,
      "Give one RFC 3339 time a line.",
    );
  };
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch (error) {
    return refuse((error as Error).message);
  }
  return content
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      // The platform takes the 31st of any month for a day, and counts on into the next.
      const exists = isDay(line.slice(0, 10));
      const at =
        exists && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(line)
          ? Date.parse(line)
          : Number.NaN;
      return Number.isNaN(at) ? refuse(`"${line.slice(0, 60)}" is no time with its zone`) : toRfc3339(at);
    });
}
