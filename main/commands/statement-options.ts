import { readFileSync, statSync } from "node:fs";
import { Fault } from "../../shared/model/fault.ts";
import { zonedTime } from "../../shared/model/zoned-time.ts";
import { UsageError } from "./usage-error.ts";

/** Some hundred thousand executions: a statement is read whole. */
const maxStatement = 64_000_000;

function unreadable(file: string, why: string, remedy: string): Fault {
  return new Fault("FILE-READ", "validation", `${file} cannot be read: ${why}`, remedy);
}

/** A statement's text: UTF-8, or UTF-16 as MetaTrader writes it. Throws a Fault `FILE-READ`. */
export function readStatementText(file: string): string {
  let bytes: Buffer;
  try {
    if (statSync(file).size > maxStatement) {
      throw unreadable(file, `it has more than ${maxStatement} bytes`, "Export the statement in shorter periods.");
    }
    bytes = readFileSync(file);
  } catch (error) {
    throw error instanceof Fault ? error : unreadable(file, (error as Error).message, "Check the path.");
  }
  return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString("utf16le") : bytes.toString("utf8");
}

/** The zone that `--zone` names. Throws a UsageError where the tz database knows none of that name. */
export function knownZone(zone: string): string {
  try {
    zonedTime(zone);
    return zone;
  } catch {
    throw new UsageError(`--zone does not know "${zone}"`, "give an IANA zone, for example America/Chicago");
  }
}

/** What the statement calls each instrument, by its id. Throws a UsageError for what is no pair of the two. */
export function symbolNames(pairs: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at > 0 && at < pair.length - 1) return [pair.slice(at + 1), pair.slice(0, at)];
      throw new UsageError(`--symbol does not understand "${pair}"`, "write it as STATEMENT=INSTRUMENT: ESM6=paper:ES");
    }),
  );
}
