import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../../shared/model/fault.ts";
import { EventReader } from "./event-reader.ts";
import type { RowKeys } from "./mac-keys.ts";
import { refuseMissing } from "./missing-journal.ts";
import { refuseEmptied } from "./newest-checkpoint.ts";
import { type Db, openForReading } from "./open-database.ts";
import { readFault } from "./read-fault.ts";

/** The journal of a profile. */
export function journalPath(profileDir: string): string {
  return join(profileDir, "journal.db");
}

/**
 * Where the journal of a profile lies, which opening for writing would otherwise begin. Throws a Fault `STORAGE-NONE` where
 * there is none, `JOURNAL-MISSING` where there was one.
 */
export function requireRecord(profileDir: string): string {
  const path = journalPath(profileDir);
  if (existsSync(path)) return path;
  refuseMissing(profileDir);
  throw new Fault(
    "STORAGE-NONE",
    "storage",
    `${profileDir} holds no journal`,
    "Name the profile with --profile, or start a desk or a paper run on it first.",
  );
}

/**
 * Opens what a profile has recorded for reading only, beside a desk that may hold it; `keys` check its rows' macs. Throws
 * Faults `STORAGE-NONE`, `JOURNAL-MISSING`, `STORAGE-CHAIN`, `STORAGE-READONLY`, `STORAGE-IO`, and `JOURNAL-OLDER` for a journal that nothing
 * has opened for writing since the program was updated.
 */
export function openRecord(
  profileDir: string,
  keys: RowKeys | null = null,
): { readonly db: Db; readonly reader: EventReader } {
  const path = requireRecord(profileDir);
  if (statSync(path).size === 0) refuseEmptied(profileDir);
  try {
    const db = openForReading(path);
    return { db, reader: new EventReader(db, { keys }) };
  } catch (error) {
    throw error instanceof Fault ? error : readFault(path, error);
  }
}

/** The highest version of a key that a row of the profile's journal is marked with, 0 where none is; reads every row. */
export function highestMacVersion(profileDir: string): number {
  const { db } = openRecord(profileDir);
  try {
    return (db.prepare("SELECT COALESCE(MAX(mac_version), 0) AS n FROM events").get() as { n: number }).n;
  } finally {
    db.close();
  }
}
