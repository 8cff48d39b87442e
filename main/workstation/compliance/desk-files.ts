import path from "node:path";
import { isEncrypted } from "../../adapters/journal-sqlite/backup-file.ts";
import type { KeepsRowKeys } from "../../adapters/journal-sqlite/sqlite-journal.ts";
import { backupJournal } from "../../adapters/proof-node/backup-journal.ts";
import { proveInThread } from "../../adapters/proof-node/prove.ts";
import type { DeskBackups, DeskExports } from "../../handlers/compliance-desk.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import { deskFolder, filesIn, stampOf } from "./desk-folder.ts";

export interface DeskFilesParts {
  readonly journal: Journal & Partial<KeepsRowKeys>;
  readonly clock: Clock;
  readonly profileDir: string;
}

const endings = { json: "json", pdf: "pdf" } as const;

/** Writes track records beside the desk that goes on trading, into the profile's export folder. */
export function deskExports({ journal, profileDir }: DeskFilesParts): DeskExports {
  return {
    list() {
      const folder = deskFolder(profileDir, "exports");
      return { folder, files: filesIn(folder) };
    },
    async trackRecord(format, days) {
      const ending = format === "json" || format === "pdf" ? endings[format] : "csv";
      const name = `track-record-${format}-${stampOf(Date.now())}.${ending}`;
      const out = path.join(deskFolder(profileDir, "exports"), name);
      // A record holds what a checkpoint covers: of a journal that takes nothing any more, up to its last one.
      if (journal.health().state === "open") await journal.checkpoint("track-record");
      const { rowKeys: keys = null } = journal;
      const written = await proveInThread({ profileDir, keys, task: { kind: "track-record", format, out, days } });
      const { file, period, trades, orders } = written;
      return { file, from: period.from, to: period.to, trades, orders, days: written.days };
    },
  };
}

/** Copies of a profile that a desk holds, and the drill that shows that they come back; both beside the trading. */
export function deskBackups({ journal, clock, profileDir }: DeskFilesParts): DeskBackups {
  return {
    async list() {
      const folder = deskFolder(profileDir, "backups");
      const files = filesIn(folder).map(async (file) => ({
        ...file,
        encrypted: await isEncrypted(path.join(folder, file.name)).catch(() => false),
      }));
      return { folder, files: await Promise.all(files) };
    },
    async make(actor, passphrase) {
      const began = performance.now();
      const name = `proofdesk-${stampOf(Date.now())}-${journal.durableSeq + 1}${passphrase === null ? ".backup" : ".backup.age"}`;
      const file = path.join(deskFolder(profileDir, "backups"), name);
      const request = { clock, actor, file, ...(passphrase === null ? {} : { passphrase }) };
      const { bytes, sha256, events, encrypted, recorded } = await backupJournal(journal, request);
      return { file, bytes, sha256, events, encrypted, tookMs: performance.now() - began, seq: recorded };
    },
    async drill(name, passphrase) {
      const began = performance.now();
      const file = path.join(deskFolder(profileDir, "backups"), path.basename(name));
      const task = { kind: "drill", file, ...(passphrase === null ? {} : { passphrase }) } as const;
      const { restored, loss } = await proveInThread({ profileDir, keys: null, task });
      const { events: lost = 0, liveEvents = 0, liveLastAt = null, differsFrom = null, files = [] } = loss ?? {};
      const { events, lastAt } = restored;
      return {
        events,
        lastAt,
        tookMs: performance.now() - began,
        lost,
        liveEvents,
        liveLastAt,
        differsFrom,
        files: [...files],
      };
    },
  };
}
