import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { checkJournal } from "../adapters/proof-node/check-journal.ts";
import type { VerificationReport } from "../audit/verifier/verify-bundle.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import { reportLines } from "./verify.ts";

export interface AuditOptions {
  readonly host: CommandHost;
  readonly profileDir: string;
}

export interface AuditResult extends VerificationReport {
  readonly profile: string;
  /** For a person. */
  readonly lines: readonly string[];
}

/** The `audit` command: the journal of a profile that no desk holds, checked in place. Throws Faults, `STORAGE-CHAIN` and `PROFILE-IN-USE` among them. */
export async function runAudit({ host, profileDir }: AuditOptions): Promise<AuditResult> {
  openRecord(profileDir).db.close();
  const actor = { kind: "person", id: "command-line" } as const;
  const report = await withJournal(host, profileDir, (journal) => checkJournal(journal, host.clock, actor));
  return { ...report, profile: profileDir, lines: reportLines(report) };
}
