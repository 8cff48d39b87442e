import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../../shared/model/fault.ts";

/** Whether a file holds anything but zeros in its first bytes: a side log is laid out empty, and a record begins with its length. */
function beginsWithRecord(file: string): boolean {
  const fd = openSync(file, "r");
  try {
    const length = Buffer.alloc(4);
    readSync(fd, length);
    return length.readUInt32LE() !== 0;
  } finally {
    closeSync(fd);
  }
}

/** Nothing for what is no folder, or may not be looked at. */
function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

/** What a profile comes to have only with a journal; settings, presets, logs and the lock are there before. */
const traces: ReadonlyMap<string, (path: string) => boolean> = new Map([
  ["newest-checkpoint.json", () => true],
  ["state.snapshot", () => true],
  ["openings.json", () => true],
  ["journal.db-wal", (path: string) => statSync(path).size > 0],
  ["emergency.log", beginsWithRecord],
  ["segments", (path: string) => namesIn(path).length > 0],
]);

/** Whether a name in a profile shows that it had a journal; what cannot be looked at does, because nobody knows that it does not. */
function isTrace(profileDir: string, name: string): boolean {
  try {
    return traces.get(name)?.(join(profileDir, name)) ?? false;
  } catch {
    return true;
  }
}

/**
 * Refuses a profile without a journal's file that shows it had one: a journal begun anew would pass for the whole record.
 * Throws a Fault `JOURNAL-MISSING`, which names what is left.
 */
export function refuseMissing(profileDir: string): void {
  const left = namesIn(profileDir).filter((name) => isTrace(profileDir, name));
  if (left.length === 0) return;
  throw new Fault(
    "JOURNAL-MISSING",
    "storage",
    `${profileDir} holds no journal.db, and what is left of a journal: ${left.sort().join(", ")}`,
    "Put journal.db back, or bring a backup back with restore BACKUP --to NEWDIR and go on there, or choose another profile with --profile. If the record is lost for good, move what is named out of the folder and keep it: then a new journal begins.",
  );
}
