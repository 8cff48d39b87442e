import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { digestFile } from "../adapters/journal-sqlite/backup-file.ts";
import { journalPath } from "../adapters/journal-sqlite/open-record.ts";
import { drillRestore, type Loss, type Restored, restoreBackup } from "../adapters/journal-sqlite/restore.ts";
import { recordIfFree } from "./backup.ts";
import type { CommandHost } from "./command-host.ts";
import { readPassphrase } from "./passphrase-file.ts";
import { UsageError } from "./usage-error.ts";

export interface RestoreOptions {
  readonly host: CommandHost;
  readonly file: string;
  /** The new profile; left out in a drill. */
  readonly to?: string;
  readonly check: boolean;
  /** The live profile a drill compares with. */
  readonly profileDir: string;
  readonly passphraseFile?: string;
}

export interface RestoreResult extends Restored {
  readonly file: string;
  readonly tookMs: number;
  /** The new profile; `null` in a drill. */
  readonly profile: string | null;
  /** The seq of `backup.restored`; `null` in a drill, and where the new journal took no event. */
  readonly recorded: number | null;
  /** What would be lost against the live journal; `null` where there is none, or none was compared. */
  readonly loss: Loss | null;
  /** Why a drill could not compare with the live journal; `null` where it did, and where there is none. */
  readonly unread: { readonly code: string; readonly message: string } | null;
  /** For a person. */
  readonly lines: readonly string[];
}

function lossLine({ events, liveEvents, liveLastAt, differsFrom }: Loss, lastAt: string): string {
  if (differsFrom !== null) {
    return `The live journal went another way at event ${differsFrom}: ${events} of its ${liveEvents} events are not in the backup.`;
  }
  if (events === 0) return "Nothing would be lost: the backup holds every event of the live journal.";
  return `${events} of ${liveEvents} live events would be lost: those after ${lastAt}, up to ${liveLastAt}.`;
}

const headings = {
  missing: "Not in the backup",
  different: "Different in the backup",
  "only-in-backup": "In the backup and no longer in the live profile",
} as const;

/** What a drill says of the profile's other files: a line for each way they differ. */
function fileLines({ files }: Loss): string[] {
  const named = Map.groupBy(files, ({ how }) => how);
  return (["missing", "different", "only-in-backup"] as const).flatMap((how) => {
    const names = named.get(how)?.map(({ name }) => name) ?? [];
    return names.length === 0 ? [] : [`${headings[how]}: ${names.join(", ")}.`];
  });
}

/** The `restore` command: makes a new profile of a backup or, with `check`, only proves that it comes back. Throws Faults, `RESTORE-TARGET` among them. */
export async function runRestore(options: RestoreOptions): Promise<RestoreResult> {
  const { host, to, check, profileDir, passphraseFile } = options;
  const file = resolve(options.file);
  if (check === (to !== undefined)) {
    throw new UsageError(
      check ? "restore --check takes no --to" : "restore needs --to",
      "name a new folder with --to DIR, or drill with --check",
    );
  }
  const passphrase = passphraseFile === undefined ? {} : { passphrase: readPassphrase(passphraseFile) };
  const request = { file, ...passphrase };
  const began = performance.now();
  const took = (): number => Math.round(performance.now() - began);
  if (to === undefined) {
    const live = existsSync(journalPath(profileDir)) ? profileDir : null;
    const { restored, loss, unread: fault } = await drillRestore(request, live);
    const tookMs = took();
    const unread = fault === null ? null : { code: fault.code, message: fault.message };
    const lines = [
      `${file} comes back: ${restored.events} events up to ${restored.lastAt}, checked in ${tookMs} ms`,
      ...(unread === null ? [] : [`What would be lost is not known: ${unread.code}, ${unread.message}.`]),
      ...(live === null ? [`${profileDir} holds no journal to compare it with.`] : []),
      ...(loss === null ? [] : [lossLine(loss, restored.lastAt)]),
      ...(loss === null ? [] : fileLines(loss)),
    ];
    return { ...restored, file, tookMs, profile: null, recorded: null, loss, unread, lines };
  }
  const profile = resolve(to);
  const restored = await restoreBackup(request, profile);
  const tookMs = took();
  const { sha256 } = await digestFile(file);
  const data = { file: basename(file), sha256, events: restored.events, root: restored.root };
  const mention = await recordIfFree(host, profile, "backup.restored", data);
  const lines = [
    `Restored ${profile}: ${restored.events} events up to ${restored.lastAt}, checked in ${tookMs} ms`,
    mention.recorded === null
      ? `${mention.why}: the profile is whole, and its journal does not mention where it comes from.`
      : `Recorded as event ${mention.recorded}.`,
    "What was recorded after the backup is not in it.",
  ];
  const { recorded } = mention;
  return { ...restored, file, tookMs, profile, recorded, loss: null, unread: null, lines };
}
