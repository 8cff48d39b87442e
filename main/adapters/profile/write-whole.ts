import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Fault } from "../../../shared/model/fault.ts";

/**
 * Writes a file of a profile for its owner alone, and on disk when it returns: beside its place, synchronised, renamed, and
 * the folder synchronised. A crash leaves the old file or the new one, never half of one. Throws a Fault `PROFILE-FILE`.
 */
export function writeWhole(file: string, text: string): void {
  const temporary = `${file}.new`;
  try {
    writeFileSync(temporary, text, { mode: 0o600, flush: true });
    renameSync(temporary, file);
    syncFolder(dirname(file));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Fault(
      "PROFILE-FILE",
      "storage",
      `${file} cannot be written: ${(error as Error).message}`,
      "Free space or check the disk, then try again: what was asked for does not hold yet.",
      { cause: error },
    );
  }
}

export function syncFolder(dir: string): void {
  // Windows keeps the names of a folder without being asked, and opens none.
  if (process.platform === "win32") return;
  const folder = openSync(dir, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
