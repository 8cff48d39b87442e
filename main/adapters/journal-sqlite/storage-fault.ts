import { Fault } from "../../../shared/model/fault.ts";

/** A Fault that can cross threads. */
export interface FaultText {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What the system calls a disk or a quota without room, and SQLite where the index of its log cannot grow. */
const fullDisk: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "SQLITE_IOERR_SHMSIZE"]);

/** What SQLite calls a file that is not as it was written. */
const damaged = /^SQLITE_(CORRUPT|NOTADB)/;

/** Says what went wrong on disk, to whom it matters and what to do, from whatever SQLite threw. */
export function describeStorageError(error: unknown): FaultText {
  if (error instanceof Fault) return { code: error.code, message: error.message, remedy: error.remedy };
  const { code = "", message } = error as { code?: string; message: string };
  if (code.startsWith("SQLITE_FULL") || fullDisk.has(code)) {
    return {
      code: "STORAGE-FULL",
      message: "the journal cannot grow: the disk or its quota is full",
      remedy: "Free space and restart the desk; until then it opens no new risk, exits still work.",
    };
  }
  if (damaged.test(code)) {
    return {
      code: "STORAGE-IO",
      message: `the journal's file is damaged: ${code}, ${message}`,
      remedy: "Check the disk, keep the file as it is, and bring a backup back with restore BACKUP --to NEWDIR.",
    };
  }
  return {
    code: "STORAGE-IO",
    message: `the journal cannot be written: ${code === "" ? message : `${code}, ${message}`}`,
    remedy: "Check the disk and restart the desk; what was confirmed as durable is on it.",
  };
}

export function storageFault(text: FaultText, cause?: unknown): Fault {
  return new Fault(text.code, "storage", text.message, text.remedy, { cause });
}

/** The journal on disk is not what this desk wrote. `where` names the first place that shows it. */
export function brokenChain(where: string, what: string): Fault {
  return new Fault(
    "STORAGE-CHAIN",
    "storage",
    `the journal was changed or damaged at ${where}: ${what}`,
    "Keep the file as it is and restore a backup, or start a new profile; export what verifies for the record.",
  );
}
