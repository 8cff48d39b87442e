import { mkdirSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { WrittenFile } from "../../../shared/contract/compliance.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";

/** A folder of the profile for files that a person takes away, made for its owner alone when it is first needed. */
export function deskFolder(profileDir: string, name: "exports" | "receipts" | "backups"): string {
  const folder = path.join(profileDir, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** A time as part of a file's name: `20260102T030405Z`. */
export function stampOf(now: number): string {
  return toRfc3339(now).replaceAll(/[-:]/g, "").replace(/\.\d+/, "");
}

/** The finished files of a folder, newest first. */
export function filesIn(folder: string): WrittenFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .flatMap(({ name }) => {
      // A file may go between its name and its size.
      const stat = statSync(path.join(folder, name), { throwIfNoEntry: false });
      return stat ? [{ name, bytes: stat.size, at: Math.round(stat.mtimeMs) }] : [];
    })
    .sort((a, b) => b.at - a.at || b.name.localeCompare(a.name));
}
