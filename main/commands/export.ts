import { resolve } from "node:path";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { exportBundle } from "../adapters/proof-node/export-bundle.ts";
import type { ExportedFile } from "../adapters/proof-node/write-bundle.ts";
import { type CommandHost, withJournal } from "./command-host.ts";

export interface ExportOptions {
  readonly host: CommandHost;
  readonly profileDir: string;
  readonly out: string;
  readonly from?: number;
  readonly to?: number;
}

export interface ExportResult extends ExportedFile {
  readonly exitCode: 0;
  /** Where the key lives that signed it. */
  readonly signing: "keychain" | "session";
  /** For a person. */
  readonly lines: readonly string[];
}

/** The `export` command: writes a bundle of a profile that no desk holds. Throws Faults, `PROFILE-IN-USE` among them. */
export async function runExport(options: ExportOptions): Promise<ExportResult> {
  const { host, profileDir, out, from, to } = options;
  openRecord(profileDir).db.close();
  return await withJournal(host, profileDir, async (journal, keychainNote) => {
    const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const request = {
      clock: host.clock,
      actor: { kind: "person", id: "command-line" },
      file: resolve(out),
      ...range,
    } as const;
    const exported = await exportBundle(journal, request);
    const { storage } = journal.health().signing;
    return {
      ...exported,
      exitCode: 0,
      signing: storage,
      lines: [
        `Wrote ${exported.file}: events ${exported.range.from} to ${exported.range.to}, ${exported.checkpoints} checkpoints, ${exported.bytes} bytes`,
        `SHA-256 ${exported.sha256}`,
        ...(storage === "session" ? [`Signed with a key of this session only: ${keychainNote}`] : []),
      ],
    };
  });
}
