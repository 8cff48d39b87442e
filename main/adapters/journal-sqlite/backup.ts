import { writeFileSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import Database from "better-sqlite3";
import { Fault } from "../../../shared/model/fault.ts";
import { syncFolder } from "../profile/write-whole.ts";
import { decryptFile, digestFile, encryptFile, syncFile } from "./backup-file.ts";
import { carryFiles } from "./carried-files.ts";
import { reachStep } from "./journal-step.ts";
import { openForReading } from "./open-database.ts";
import { journalPath } from "./open-record.ts";
import { makeStagingFolder } from "./staging-folder.ts";
import { readOrigin } from "./stored-origin.ts";
import { verifyLabels } from "./verify-labels.ts";
import { type StoredCheck, verifyStored } from "./verify-stored.ts";

/** What was backed up where. */
export interface BackupFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly encrypted: boolean;
  readonly origin: string;
  /** Events in the backup; its last is this less one. */
  readonly events: number;
  readonly root: string;
  /** The profile's other files in it. */
  readonly carried: readonly string[];
}

export interface BackupRequest {
  readonly profileDir: string;
  readonly file: string;
  readonly passphrase?: string;
  /** log2 of scrypt's cost. Default 18, about a second. */
  readonly workFactor?: number;
}

/** Reads every event of a journal file, and those of `profileDir` that it has archived, and checks numbers, chain, tree, signatures and labels, from the first one on. */
export function checkFile(path: string, profileDir?: string): StoredCheck & { readonly origin: string } {
  const db = openForReading(path);
  try {
    const origin = readOrigin(db);
    const check = verifyStored(db, origin, Number.MAX_SAFE_INTEGER, null, profileDir);
    verifyLabels(db, Number.MAX_SAFE_INTEGER, profileDir);
    return { origin, ...check };
  } finally {
    db.close();
  }
}

/** One file of its own: no log beside it. */
async function copyJournal(profileDir: string, to: string): Promise<readonly string[]> {
  const source = openForReading(journalPath(profileDir));
  try {
    await source.backup(to);
  } finally {
    source.close();
  }
  reachStep("backup-copied");
  const copy = new Database(to);
  try {
    copy.pragma("journal_mode = DELETE");
    return carryFiles(copy, profileDir);
  } finally {
    copy.close();
  }
}

/**
 * Copies a profile into one file while a desk may be writing it, checks the copy from the first event to the last, and
 * only then gives it its name; an encrypted one is decrypted again and compared, and what can be read of it stays in the
 * profile. The file is its owner's alone. Throws Faults `BACKUP-FILE`, `STORAGE-CHAIN`, `STORAGE-NONE`.
 */
export async function writeBackup(request: BackupRequest): Promise<BackupFile> {
  const { profileDir, passphrase, workFactor } = request;
  const file = resolve(request.file);
  const folders: string[] = [];
  const makeFolder = (dir: string): string => {
    const made = makeStagingFolder(dir, ".proofdesk-backup-");
    folders.push(made);
    return made;
  };
  try {
    const near = makeFolder(dirname(file));
    const within = passphrase === undefined ? near : makeFolder(profileDir);
    const copy = join(within, "copy");
    writeFileSync(copy, "", { mode: 0o600 });
    const carried = await copyJournal(profileDir, copy);
    const { origin, events, root } = checkFile(copy, profileDir);
    let written = copy;
    if (passphrase !== undefined) {
      written = join(near, "sealed");
      await encryptFile(copy, written, passphrase, workFactor);
      const opened = join(within, "opened");
      await decryptFile(written, opened, passphrase);
      const [before, after] = [await digestFile(copy), await digestFile(opened)];
      if (before.sha256 !== after.sha256) throw new Error("what was encrypted does not decrypt to the same bytes");
    }
    await syncFile(written);
    const digest = await digestFile(written);
    reachStep("backup-checked");
    await rename(written, file);
    syncFolder(dirname(file));
    reachStep("backup-renamed");
    return { file, ...digest, encrypted: passphrase !== undefined, origin, events, root, carried };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault(
      "BACKUP-FILE",
      "storage",
      `the backup cannot be written to ${file}: ${(error as Error).message}`,
      "Choose a file in a folder you may write to, on a disk with room for a copy of the journal; one with a passphrase needs that room on the profile's disk too.",
      { cause: error },
    );
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}
