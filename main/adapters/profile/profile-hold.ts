import { accessSync, constants, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { Fault } from "../../../shared/model/fault.ts";
import { isAlive } from "./process-alive.ts";
import { copyElsewhere, takesNoFiles } from "./read-only-folder.ts";

/** Who holds a profile, as far as is known. */
export interface ProfileHolder {
  readonly pid: number | null;
  /** RFC 3339. */
  readonly since: string | null;
}

/** The right to write a profile. It ends with {@link ProfileHold.release} or with the process, however that dies. */
export interface ProfileHold {
  release(): void;
}

const lockFile = "desk.lock";
const holderFile = "desk.json";

const unknown: ProfileHolder = { pid: null, since: null };

/** What the holder says of itself; nothing where that is the word of one before it, which was killed. */
function readHolder(dir: string): ProfileHolder {
  try {
    const { pid, since } = JSON.parse(readFileSync(join(dir, holderFile), "utf8")) as Partial<ProfileHolder>;
    if (typeof pid !== "number" || !isAlive(pid)) return unknown;
    return { pid, since: typeof since === "string" ? since : null };
  } catch {
    return unknown;
  }
}

function inUse(dir: string, cause: unknown): Fault {
  const { pid, since } = readHolder(dir);
  const holder = pid === null ? "another process" : `process ${pid}`;
  return new Fault(
    "PROFILE-IN-USE",
    "storage",
    `the profile ${dir} is held by ${holder}${since === null ? "" : ` since ${since}`}`,
    "Close it if it is a desk, which also exports and makes backups itself, under Compliance; if it is a command, wait until it has ended. Or choose another profile with --profile.",
    { cause },
  );
}

function unlockable(dir: string, cause: unknown): Fault {
  const isReadOnly = takesNoFiles(dir);
  return new Fault(
    "PROFILE-LOCK",
    "storage",
    `the profile ${dir} cannot be taken: ${isReadOnly ? "its folder cannot be written to" : (cause as Error).message}`,
    isReadOnly
      ? copyElsewhere
      : "Free space on its disk and check that you may write there, or choose another profile with --profile.",
    { cause },
  );
}

/** Of a lock that may only be read, SQLite would take a reader's share without a word, and hold nobody out. */
function requireWritable(file: string): void {
  try {
    accessSync(file, constants.W_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function openLock(dir: string): Database.Database {
  const file = join(dir, lockFile);
  try {
    requireWritable(file);
    return new Database(file, { timeout: 0 });
  } catch (error) {
    throw unlockable(dir, error);
  }
}

/** Who holds it is a courtesy to the next one: a full disk keeps no desk from its profile. */
function noteHolder(dir: string, holder: ProfileHolder): void {
  try {
    writeFileSync(join(dir, holderFile), JSON.stringify(holder));
  } catch {
    // The lock holds without it.
  }
}

/**
 * Takes the profile for this process. The lock is an exclusive SQLite transaction on an empty file: the operating system
 * drops it with the process, also after SIGKILL, so no stale lock is ever left. Throws Faults `PROFILE-IN-USE` and `PROFILE-LOCK`.
 */
export function holdProfile(dir: string, holder: ProfileHolder): ProfileHold {
  const lock = openLock(dir);
  try {
    // Nothing is ever written, so nothing is to be rolled back; a journal would be begun, and a full disk has no room for it.
    lock.pragma("journal_mode = MEMORY");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code?.startsWith("SQLITE_BUSY")) throw inUse(dir, error);
    throw unlockable(dir, error);
  }
  noteHolder(dir, holder);
  return {
    release: () => {
      if (!lock.open) return;
      rmSync(join(dir, holderFile), { force: true });
      lock.close();
    },
  };
}
