import { readFileSync } from "node:fs";
import { Fault } from "../../shared/model/fault.ts";
import { readReleaseLines } from "../../shared/model/release-lines.ts";

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
  const read = readReleaseLines(content);
  return "times" in read ? read.times : refuse(`"${read.wrong.slice(0, 60)}" is no time with its zone`);
}
