import { accessSync, constants, existsSync, readFileSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import { isAlive } from "../../adapters/profile/process-alive.ts";
import { absent, type Check, present } from "./check.ts";

/** The folder itself, or the nearest one above it that exists. */
function standingFolder(dir: string): string {
  let folder = dir;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

export function checkProfileFolder(dir: string): Check {
  const name = "profile folder";
  try {
    accessSync(standingFolder(dir), constants.W_OK | constants.X_OK);
    return present(name, existsSync(dir) ? `${dir}, writable` : `${dir}, will be created`, true);
  } catch {
    return absent({
      name,
      found: `${dir} is not writable`,
      cost: "no journal, so nothing trades",
      fix: "choose another folder with --profile, or correct its owner and mode",
      needed: true,
    });
  }
}

/** Who holds the profile, as its holder wrote it down; looked at only, so that a running desk is not disturbed. */
export function checkProfileHolder(dir: string): Check {
  const name = "profile in use";
  const file = join(dir, "desk.json");
  const free = present(name, "by nobody");
  if (!existsSync(file)) return free;
  try {
    const { pid, since } = JSON.parse(readFileSync(file, "utf8")) as { pid?: number; since?: string };
    if (typeof pid !== "number" || !isAlive(pid)) return free;
    return absent({
      name,
      found: `by process ${pid}${since === undefined ? "" : ` since ${since}`}`,
      cost: "a second desk or paper run on this profile is refused",
      fix: "close it if it is a desk, wait if it is a command, or choose another profile with --profile",
    });
  } catch {
    return free;
  }
}

/** Imported late: the record needs SQLite, whose binary is tried in another process first. */
export async function checkSchema(dir: string): Promise<Check> {
  const name = "journal schema";
  try {
    const { openRecord } = await import("../../adapters/journal-sqlite/open-record.ts");
    const { db } = openRecord(dir);
    const version = db.pragma("user_version", { simple: true });
    db.close();
    return present(name, `version ${String(version)}`, true);
  } catch (error) {
    const { code, message, remedy } = error as { code?: string; message: string; remedy?: string };
    if (code === "STORAGE-NONE") return present(name, "no journal yet");
    return absent({
      name,
      found: message,
      cost: "this profile cannot be opened",
      fix: remedy ?? "choose another profile with --profile",
      needed: true,
    });
  }
}

const neededBytes = 64 * 1024 * 1024;
const comfortableBytes = 1024 * 1024 * 1024;

export function checkDisk(dir: string): Check {
  const name = "free disk";
  const { bavail, bsize } = statfsSync(standingFolder(dir));
  const free = bavail * bsize;
  const found = `${(free / 1024 ** 3).toFixed(1)} GiB`;
  if (free >= comfortableBytes) return present(name, found, true);
  return absent({
    name,
    found,
    cost: "when the disk is full the journal stops, and with it every order that would add risk",
    fix: "free some space, or put the profile on another disk with --profile",
    needed: free < neededBytes,
  });
}
