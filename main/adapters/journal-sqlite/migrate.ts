import { Fault } from "../../../shared/model/fault.ts";
import { reachStep } from "./journal-step.ts";
import type { Db } from "./open-database.ts";

/** One step forward: what makes a journal of the version before into one of version `to`. Stored events are never touched. */
export interface Migration {
  readonly to: number;
  readonly sql: string;
}

const versionOf = (db: Db): number => Number(db.pragma("user_version", { simple: true }));

/** Refuses a file that this program is too old for, by name. Throws a Fault `JOURNAL-NEWER`. */
export function refuseNewer(version: number, known: number, path: string): void {
  if (version <= known) return;
  throw new Fault(
    "JOURNAL-NEWER",
    "storage",
    `${path} was written by a newer Proofdesk (journal version ${version}, this one reads ${known})`,
    "Update Proofdesk, or choose another profile with --profile; the file was not changed.",
  );
}

/** Refuses to read a file that has not been brought forward yet. Throws a Fault `JOURNAL-OLDER`. */
export function refuseOlder(version: number, known: number, path: string): void {
  if (version === known) return;
  throw new Fault(
    "JOURNAL-OLDER",
    "storage",
    `${path} has journal version ${version} and was not brought to version ${known} yet`,
    "Run proofdesk audit on the profile once; opening it for writing brings it forward.",
  );
}

/**
 * Brings a journal forward, one transaction per version, so that a process that dies in between leaves the file at one
 * version or the next and never at half of one. There is no way back: restore a backup instead. Returns the new version.
 */
export function migrate(db: Db, migrations: readonly Migration[]): number {
  for (const { to, sql } of migrations) {
    const version = versionOf(db);
    if (version >= to) continue;
    if (version !== to - 1) throw new RangeError(`no migration leads from version ${version} to ${to}`);
    db.transaction(() => {
      reachStep("migration-begun");
      db.exec(sql);
      reachStep("migration-applied");
      db.pragma(`user_version = ${to}`);
    }).immediate();
    reachStep("migration-committed");
  }
  return versionOf(db);
}
