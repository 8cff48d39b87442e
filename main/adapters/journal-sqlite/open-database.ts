import { closeSync, openSync } from "node:fs";
import Database from "better-sqlite3";
import { Fault } from "../../../shared/model/fault.ts";
import { migrate, refuseNewer, refuseOlder } from "./migrate.ts";
import { applicationId, migrations, schema, schemaVersion } from "./schema.ts";

export type Db = Database.Database;

const number = (db: Db, pragma: string): number => Number(db.pragma(pragma, { simple: true }));

function refuse(code: string, message: string, remedy: string): never {
  throw new Fault(code, "storage", message, remedy);
}

function checkIdentity(db: Db, path: string): void {
  const version = number(db, "user_version");
  if (number(db, "application_id") !== applicationId) {
    refuse("STORAGE-FOREIGN", `${path} is not a Proofdesk journal`, "Choose another profile with --profile.");
  }
  refuseNewer(version, schemaVersion, path);
}

/**
 * Opens the journal for its one writer: creates the tables in an empty file, sets WAL and `synchronous=FULL` and reads
 * them back, for a setting that did not take is a journal that loses events. `maxBytes` bounds the file's growth.
 */
export function openForWriting(path: string, maxBytes?: number): Db {
  // A new file is its owner's alone, whatever folder it lies in; SQLite gives its logs the mode that the file has.
  closeSync(openSync(path, "a", 0o600));
  const db = new Database(path, { timeout: 2000 });
  try {
    if (process.platform === "darwin") {
      db.pragma("fullfsync = 1");
      db.pragma("checkpoint_fullfsync = 1");
    }
    db.pragma("trusted_schema = OFF");
    db.pragma("cell_size_check = ON");
    db.pragma("mmap_size = 0");
    db.pragma("foreign_keys = ON");
    if (number(db, "schema_version") > 0) checkIdentity(db, path);
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    if (db.pragma("journal_mode", { simple: true }) !== "wal" || number(db, "synchronous") !== 2) {
      refuse(
        "STORAGE-PRAGMA",
        `${path} cannot be kept durable: write-ahead logging with full synchronisation was refused`,
        "Put the profile on a local disk; network and synced folders do not work.",
      );
    }
    if (number(db, "schema_version") === 0) {
      db.transaction(() => {
        db.exec(schema);
        db.pragma(`application_id = ${applicationId}`);
        db.pragma(`user_version = ${schemaVersion}`);
      }).immediate();
    } else {
      migrate(db, migrations);
    }
    if (maxBytes !== undefined) {
      db.pragma(
        `max_page_count = ${Math.max(number(db, "page_count"), Math.floor(maxBytes / number(db, "page_size")))}`,
      );
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens the journal for reading beside its writer. */
export function openForReading(path: string): Db {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 2000 });
  try {
    db.pragma("trusted_schema = OFF");
    db.pragma("cell_size_check = ON");
    db.pragma("mmap_size = 0");
    checkIdentity(db, path);
    refuseOlder(number(db, "user_version"), schemaVersion, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
