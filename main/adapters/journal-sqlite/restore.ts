import { existsSync, readdirSync, rmdirSync } from "node:fs";
import { chmod, copyFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import Database from "better-sqlite3";
import { Fault } from "../../../shared/model/fault.ts";
import { readEvent } from "../../audit/event-text.ts";
import { makeFolder } from "../profile/profile-folder.ts";
import { syncFolder } from "../profile/write-whole.ts";
import { checkFile } from "./backup.ts";
import { decryptFile, isEncrypted, syncFile } from "./backup-file.ts";
import { type CarriedDifference, carried, compareCarried, unpackFiles } from "./carried-files.ts";
import { type Db, openForReading } from "./open-database.ts";
import { journalPath, openRecord } from "./open-record.ts";
import { readFault } from "./read-fault.ts";
import { makeStagingFolder } from "./staging-folder.ts";

export interface RestoreRequest {
  readonly file: string;
  readonly passphrase?: string;
}

/** What came back. */
export interface Restored {
  readonly origin: string;
  readonly events: number;
  /** Base64 root over all of them. */
  readonly root: string;
  /** When its last event happened, RFC 3339. */
  readonly lastAt: string;
}

/** What the live journal holds beyond a backup. */
export interface Loss {
  /** Live events that the backup does not have. */
  readonly events: number;
  readonly liveEvents: number;
  /** RFC 3339; `null` in an empty journal. */
  readonly liveLastAt: string | null;
  /** The first event in which the two differ; `null` where the live journal goes on from the backup. */
  readonly differsFrom: number | null;
  /** The profile's other files, where the backup does not give them back as they are. */
  readonly files: readonly CarriedDifference[];
}

function unreadable(file: string, cause: unknown): Fault {
  return new Fault(
    "BACKUP-UNREADABLE",
    "storage",
    `${file} is not a backup that can be read: ${(cause as Error).message}`,
    "Name a file that proofdesk backup wrote; if it is one, take another copy of it.",
    { cause },
  );
}

/** Whether the folder that is restored into failed: that says nothing against the backup. */
function ofTarget(error: unknown): boolean {
  const { code = "", syscall = "read" } = error as NodeJS.ErrnoException;
  return code.startsWith("SQLITE_FULL") || syscall !== "read";
}

function unwritable(dir: string, cause: unknown): Fault {
  return new Fault(
    "RESTORE-TARGET",
    "storage",
    `what comes back cannot be written to ${dir}: ${(cause as Error).message}`,
    "Free space on its disk, or restore on another one; a drill takes the folder for temporary files, which TMPDIR names.",
    { cause },
  );
}

async function layOpen({ file, passphrase }: RestoreRequest, to: string): Promise<void> {
  let encrypted: boolean;
  try {
    encrypted = await isEncrypted(file);
  } catch (error) {
    throw unreadable(file, error);
  }
  if (!encrypted) {
    await copyFile(file, to);
    // A copy takes over the mode of what is copied; a profile is its owner's alone.
    return await chmod(to, 0o600);
  }
  if (passphrase !== undefined) return await decryptFile(file, to, passphrase);
  throw new Fault(
    "BACKUP-PASSPHRASE",
    "security",
    `${file} is encrypted`,
    "Give its passphrase; a command takes it from the file named by --passphrase-file.",
  );
}

function lastAtOf(path: string): string {
  const db = openForReading(path);
  try {
    const bytes = db.prepare("SELECT bytes FROM events ORDER BY seq DESC LIMIT 1").pluck().get() as string;
    return readEvent(bytes).at;
  } finally {
    db.close();
  }
}

/** Which folder was the first that had to be made. */
function makeTarget(dir: string): string | undefined {
  try {
    return makeFolder(dir);
  } catch (error) {
    const why = `the folder ${dir} cannot be created: ${(error as Error).message}`;
    throw new Fault("RESTORE-TARGET", "storage", why, "Name a folder that you may write to with --to.", {
      cause: error,
    });
  }
}

/** What a journal, or what is left of one: SQLite plays a log that it finds beside a file into that file, and a desk merges a side log. */
const remains = /^(journal\.db.*|emergency\.log)$/;

function refuseTaken(dir: string): void {
  const [found] = readdirSync(dir).filter((name) => remains.test(name) || carried.includes(name));
  if (found === undefined) return;
  const holds = found === basename(journalPath(dir)) ? "already holds a journal" : `holds ${found} of another profile`;
  throw new Fault(
    "RESTORE-TARGET",
    "validation",
    `${dir} ${holds}`,
    "Name a new folder with --to; nothing that was recorded is ever overwritten.",
  );
}

/**
 * Makes a profile of a backup in a folder that holds none, and nothing of an earlier one: every event is checked before
 * anything gets its name, the journal last. Throws Faults `RESTORE-TARGET`, `BACKUP-UNREADABLE`, `BACKUP-PASSPHRASE`,
 * `STORAGE-CHAIN`, `JOURNAL-NEWER`, `JOURNAL-OLDER`.
 */
export async function restoreBackup(request: RestoreRequest, to: string): Promise<Restored> {
  const dir = resolve(to);
  const made = makeTarget(dir);
  refuseTaken(dir);
  const staging = makeStagingFolder(dir, ".restoring-");
  const journal = journalPath(staging);
  try {
    await layOpen(request, journal);
    let copy: Db | null = null;
    try {
      copy = new Database(journal);
      unpackFiles(copy, staging);
    } catch (error) {
      throw ofTarget(error) ? error : unreadable(request.file, error);
    } finally {
      copy?.close();
    }
    const { origin, events, root } = checkFile(journal);
    const lastAt = lastAtOf(journal);
    await syncFile(journal);
    refuseTaken(dir);
    for (const name of carried) if (existsSync(join(staging, name))) await rename(join(staging, name), join(dir, name));
    await rename(journal, journalPath(dir));
    syncFolder(dir);
    return { origin, events, root, lastAt };
  } catch (error) {
    throw !(error instanceof Fault) && ofTarget(error) ? unwritable(dir, error) : error;
  } finally {
    await rm(staging, { recursive: true, force: true });
    if (made !== undefined) removeEmpty(dir, made);
  }
}

/** Takes back the folders that were made for what did not come back. */
function removeEmpty(dir: string, first: string): void {
  try {
    for (let at = dir; at.startsWith(first); at = dirname(at)) rmdirSync(at);
  } catch {
    // Something came to lie there.
  }
}

/** Whether what is missing is a segment that was sealed after the backup was made: its events are in the backup's journal. */
function isHot({ name, how }: CarriedDifference, held: number): boolean {
  const to = /^segments\/segment-\d+-(\d+)\.pds$/.exec(name)?.[1];
  return how === "missing" && to !== undefined && Number(to) < held;
}

/** Says what would be lost if a restored journal took the place of a profile's own; the chain lets a search by halves find where two differ. */
function compareWithLive(restoredDir: string, profileDir: string): Loss {
  const live = openRecord(profileDir);
  const restored = openRecord(restoredDir);
  try {
    const [held, liveEvents] = [restored.reader.tip() + 1, live.reader.tip() + 1];
    let low = 0;
    let high = Math.min(held, liveEvents);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (restored.reader.leaf(middle) === live.reader.leaf(middle)) low = middle + 1;
      else high = middle;
    }
    const differsFrom = low < Math.min(held, liveEvents) || held > liveEvents ? low : null;
    const [last] = live.reader.read(liveEvents - 1, liveEvents - 1);
    return {
      events: liveEvents - low,
      liveEvents,
      liveLastAt: last ? readEvent(last.text).at : null,
      differsFrom,
      files: compareCarried(restoredDir, profileDir).filter((file) => differsFrom !== null || !isHot(file, held)),
    };
  } finally {
    restored.db.close();
    live.db.close();
  }
}

export interface Drill {
  readonly restored: Restored;
  /** `null` where nothing was compared. */
  readonly loss: Loss | null;
  /** Why the live journal could not be compared: it is most of all where that is damaged that a backup is asked for. */
  readonly unread: Fault | null;
}

/** A drill: restores a backup into a folder of its own, checks it whole, says what would be lost against `profileDir`, and clears up. */
export async function drillRestore(request: RestoreRequest, profileDir: string | null): Promise<Drill> {
  const dir = makeStagingFolder(tmpdir(), "proofdesk-drill-");
  try {
    const restored = await restoreBackup(request, dir);
    if (profileDir === null) return { restored, loss: null, unread: null };
    try {
      return { restored, loss: compareWithLive(dir, profileDir), unread: null };
    } catch (error) {
      const unread = error instanceof Fault ? error : readFault(journalPath(profileDir), error);
      return { restored, loss: null, unread };
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
