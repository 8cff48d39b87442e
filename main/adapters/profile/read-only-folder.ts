import { accessSync, constants } from "node:fs";

/** What a system answers for a folder of a disk that is there for reading only, or of somebody else. */
const refusals: ReadonlySet<string> = new Set(["EROFS", "EACCES", "EPERM"]);

/** Whether a folder is there and takes no new file. Windows does not tell it before one is made. */
export function takesNoFiles(dir: string): boolean {
  try {
    accessSync(dir, constants.W_OK);
    return false;
  } catch (error) {
    return refusals.has((error as NodeJS.ErrnoException).code ?? "");
  }
}

/** The way out of a profile that lies in such a folder. */
export const copyElsewhere =
  "Copy the whole profile, journal.db-wal included, to a folder you may write to and name that with --profile, or bring a backup back there with restore BACKUP --to NEWDIR.";
