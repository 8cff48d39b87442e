import { resolve } from "node:path";
import { requireRecord } from "../adapters/journal-sqlite/open-record.ts";
import { refuseOwnFiles } from "../adapters/profile/output-file.ts";
import { exportBundle } from "../adapters/proof-node/export-bundle.ts";
import { opensEvent, readOpenings, requireOpeningsPlace, writeOpenings } from "../adapters/proof-node/openings.ts";
import type { ExportedFile } from "../adapters/proof-node/write-bundle.ts";
import { type PrivateValue, privateValues } from "../audit/redaction.ts";
import type { Journal } from "../ports/journal.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import { onFreeProfile } from "./held-profile.ts";

export interface ExportOptions {
  readonly host: CommandHost;
  readonly profileDir: string;
  readonly out: string;
  readonly from?: number;
  readonly to?: number;
  /** Whether the bundle claims days, orders and metrics. */
  readonly claims?: boolean;
  /** Where what opens the private values of the range goes. */
  readonly openings?: string;
  /** Private values that stay closed also there. */
  readonly redact?: readonly string[];
}

export interface ExportResult extends ExportedFile {
  readonly exitCode: 0;
  /** How many private values the openings file opens. */
  readonly opened: number;
  /** Where the key lives that signed it. */
  readonly signing: "keychain" | "session";
  /** For a person. */
  readonly lines: readonly string[];
}

/** Writes what opens the private values of what was exported, but for those that are to stay closed. */
function writeOpened(
  journal: Journal,
  { profileDir, openings, redact = [] }: ExportOptions,
  { origin, range }: ExportedFile,
): number {
  if (openings === undefined) return 0;
  const closed = new Set(redact.map((name): string => privateValues[name as PrivateValue]));
  const kept = readOpenings(profileDir, origin);
  const within = kept.openings.filter(({ seq, path }) => seq >= range.from && seq <= range.to && !closed.has(path));
  const opened = within.filter((opening) => opensEvent(journal, opening));
  writeOpenings(resolve(openings), { ...kept, openings: opened });
  return opened.length;
}

/** The `export` command: writes a bundle of a profile that no desk holds. Throws Faults, `PROFILE-IN-USE` and `OUTPUT-PATH` among them. */
export async function runExport(options: ExportOptions): Promise<ExportResult> {
  const { host, profileDir, out, from, to, claims: figures = false } = options;
  requireRecord(profileDir);
  refuseOwnFiles(out, profileDir);
  if (options.openings !== undefined) {
    refuseOwnFiles(options.openings, profileDir, [out]);
    // Openings are written beside their place first, where the bundle must not lie either.
    refuseOwnFiles(`${options.openings}.new`, profileDir, [out]);
    requireOpeningsPlace(resolve(options.openings));
  }
  return await onFreeProfile("Compliance, Exports", () =>
    withJournal(host, profileDir, async (journal, keychainNote) => {
      const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      const request = {
        clock: host.clock,
        actor: { kind: "person", id: "command-line" },
        file: resolve(out),
        figures,
        ...range,
      } as const;
      const exported = await exportBundle(journal, request);
      const { storage } = journal.health().signing;
      const opened = writeOpened(journal, options, exported);
      return {
        ...exported,
        exitCode: 0,
        opened,
        signing: storage,
        lines: [
          `Wrote ${exported.file}: events ${exported.range.from} to ${exported.range.to}, ${exported.checkpoints} checkpoints, ${exported.bytes} bytes`,
          `SHA-256 ${exported.sha256}`,
          ...(options.openings === undefined
            ? []
            : [
                `Wrote ${resolve(options.openings)}, which opens ${opened} private values: give it only to whom may see them`,
              ]),
          ...(storage === "session" ? [`Signed with a key of this session only: ${keychainNote}`] : []),
        ],
      };
    }),
  );
}
