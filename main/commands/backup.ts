import { basename } from "node:path";
import { Fault } from "../../shared/model/fault.ts";
import type { JournalData, JournalEventType } from "../../shared/model/journal-event.ts";
import { type BackupFile, type BackupRequest, writeBackup } from "../adapters/journal-sqlite/backup.ts";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { refuseOwnFiles } from "../adapters/profile/output-file.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import { readPassphrase } from "./passphrase-file.ts";

export interface BackupOptions extends Omit<BackupRequest, "file" | "passphrase"> {
  readonly host: CommandHost;
  readonly out: string;
  readonly passphraseFile?: string;
}

export interface BackupResult extends BackupFile {
  readonly tookMs: number;
  /** The seq of `backup.created`; `null` where the journal does not mention the backup. */
  readonly recorded: number | null;
  /** Why it does not, as a code: another process holds the profile (`PROFILE-IN-USE`), or the journal takes nothing. */
  readonly unrecorded: string | null;
  /** For a person. */
  readonly lines: readonly string[];
}

/** What became of an event about a file that is good whether it is recorded or not. */
export type Mention =
  | { readonly recorded: number; readonly unrecorded: null }
  | { readonly recorded: null; readonly unrecorded: string; readonly why: string };

/** Appends one event of a command to a profile's journal, unless another process holds that or it takes no events. */
export async function recordIfFree(
  host: CommandHost,
  profileDir: string,
  type: JournalEventType,
  data: JournalData,
): Promise<Mention> {
  try {
    const recorded = await withJournal(host, profileDir, async (journal) => {
      const { session } = journal.health();
      const actor = { kind: "person", id: "command-line" } as const;
      const seq = journal.append({ type, at: host.clock.now(), actor, trace: `${type}-${session}`, cause: null, data });
      await journal.durable(seq);
      return seq;
    });
    return { recorded, unrecorded: null };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, message } = error;
    const why = code === "PROFILE-IN-USE" ? "Another process holds this profile" : `${code}, ${message}`;
    return { recorded: null, unrecorded: code, why };
  }
}

/** The `backup` command: one verified file, also of a profile whose desk is running. Throws Faults, `BACKUP-FILE` and `OUTPUT-PATH` among them. */
export async function runBackup({ host, out, passphraseFile, ...request }: BackupOptions): Promise<BackupResult> {
  refuseOwnFiles(out, request.profileDir, [passphraseFile]);
  openRecord(request.profileDir).db.close();
  const passphrase = passphraseFile === undefined ? {} : { passphrase: readPassphrase(passphraseFile) };
  const began = performance.now();
  const written = await writeBackup({ ...request, ...passphrase, file: out });
  const tookMs = Math.round(performance.now() - began);
  const { file, bytes, sha256, events, root, encrypted, carried } = written;
  const data = { file: basename(file), bytes, sha256, events, root, encrypted };
  const mention = await recordIfFree(host, request.profileDir, "backup.created", data);
  const { recorded, unrecorded } = mention;
  const others = carried.length === 0 ? "" : `, with ${carried.join(", ")}`;
  return {
    ...written,
    tookMs,
    recorded,
    unrecorded,
    lines: [
      `Wrote ${file}: ${events} events, ${bytes} bytes${encrypted ? ", encrypted" : ""}${others}, checked in ${tookMs} ms`,
      `SHA-256 ${sha256}`,
      mention.recorded === null
        ? `${mention.why}: the backup is good, and its journal does not mention it.`
        : `Recorded as event ${mention.recorded}`,
    ],
  };
}
