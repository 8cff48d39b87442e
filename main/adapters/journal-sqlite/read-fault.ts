import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import { Fault } from "../../../shared/model/fault.ts";
import { copyElsewhere, takesNoFiles } from "../profile/read-only-folder.ts";
import { describeStorageError, storageFault } from "./storage-fault.ts";

function mayRead(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why a journal's file could not be opened for reading, and the way out, from whatever SQLite threw. */
export function readFault(path: string, error: unknown): Fault {
  const { code: said = "", message } = error as { code?: string; message: string };
  const dir = dirname(path);
  const needsFolder =
    said === "SQLITE_READONLY_DIRECTORY" || (said.startsWith("SQLITE_CANTOPEN") && takesNoFiles(dir) && mayRead(path));
  if (needsFolder) {
    return new Fault(
      "STORAGE-READONLY",
      "storage",
      `${path} cannot be read where it is: SQLite lays a journal.db-shm beside it, and ${dir} cannot be written to`,
      copyElsewhere,
      { cause: error },
    );
  }
  const described = describeStorageError(error);
  if (described.code !== "STORAGE-IO") return storageFault(described, error);
  return new Fault(
    "STORAGE-IO",
    "storage",
    `${path} cannot be read: ${said === "" ? message : `${said}, ${message}`}`,
    "Check the disk and that you may read the file; if it is damaged, bring a backup back with restore BACKUP --to NEWDIR.",
    { cause: error },
  );
}
