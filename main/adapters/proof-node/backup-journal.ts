import { basename } from "node:path";
import type { Actor } from "../../../shared/model/actor.ts";
import { Fault } from "../../../shared/model/fault.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { BackupFile } from "../journal-sqlite/backup.ts";
import { proveInThread } from "./prove.ts";

export interface JournalBackupRequest {
  readonly clock: Clock;
  readonly actor: Actor;
  readonly file: string;
  /** Encrypts the file in the age format. */
  readonly passphrase?: string;
}

/**
 * Backs a running desk's profile up and records `backup.created`. Copying, checking and encrypting happen on a thread of
 * their own: the desk goes on trading. Throws Faults `BACKUP-FILE`, `BACKUP-NO-PROFILE`, `PROOF-STOPPED` and those of the
 * journal, which then say that the backup is good.
 */
export async function backupJournal(
  journal: Journal,
  { clock, actor, ...request }: JournalBackupRequest,
): Promise<BackupFile & { readonly recorded: number }> {
  const { profileDir } = journal;
  if (profileDir === null) {
    throw new Fault(
      "BACKUP-NO-PROFILE",
      "validation",
      "this journal lives in memory: there is no profile to back up",
      "Open the desk on a profile with --profile.",
    );
  }
  const made = await proveInThread({ profileDir, keys: null, task: { kind: "backup", ...request } });
  const { file, bytes, sha256, events, root, encrypted } = made;
  const { session } = journal.health();
  try {
    const recorded = journal.append({
      type: "backup.created",
      at: clock.now(),
      actor,
      trace: `backup-${session}-${events}`,
      cause: null,
      data: { file: basename(file), bytes, sha256, events, root, encrypted },
    });
    await journal.durable(recorded);
    return { ...made, recorded };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, category, message, remedy } = error;
    const good = `the backup ${file} is good and stays where it is; the journal does not mention it: ${message}`;
    throw new Fault(code, category, good, remedy, { cause: error });
  }
}
