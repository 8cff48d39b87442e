import { requireRecord } from "../adapters/journal-sqlite/open-record.ts";
import type { StoredCheck } from "../adapters/journal-sqlite/verify-stored.ts";
import { checkJournal } from "../adapters/proof-node/check-journal.ts";
import { openSettingsFile } from "../adapters/settings-file/settings-file.ts";
import type { VerificationReport } from "../audit/verifier/verify-bundle.ts";
import type { Journal, JournalFork } from "../ports/journal.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import { onFreeProfile } from "./held-profile.ts";
import { reportLines } from "./verify.ts";

export interface AuditOptions {
  readonly host: CommandHost;
  readonly profileDir: string;
}

export interface AuditResult extends VerificationReport {
  readonly profile: string;
  /** Rows whose mac was checked, and rows that no kept key can check. */
  readonly macs: StoredCheck["macs"];
  /** Set where the journal does not go on from the newest checkpoint that is remembered of it. */
  readonly fork: JournalFork | null;
  /** For a person. */
  readonly lines: readonly string[];
}

/** The `audit` command: the journal of a profile that no desk holds, checked in place. Throws Faults, `STORAGE-CHAIN` and `PROFILE-IN-USE` among them. */
export async function runAudit({ host, profileDir }: AuditOptions): Promise<AuditResult> {
  requireRecord(profileDir);
  const actor = { kind: "person", id: "command-line" } as const;
  let macs: StoredCheck["macs"] = { checked: 0, unchecked: 0 };
  const onChecked = (check: StoredCheck): void => {
    ({ macs } = check);
  };
  const opening = { checkAll: true, onChecked };
  let fork: JournalFork | null = null;
  const check = (journal: Journal): Promise<VerificationReport> => {
    fork = journal.health().fork ?? null;
    return checkJournal(journal, host.clock, actor, { trusted: openSettingsFile(profileDir).get().anchors });
  };
  const report = await onFreeProfile("Compliance, Check now", () => withJournal(host, profileDir, check, opening));
  const rows = `${macs.checked} rows carry the mac of a kept key, ${macs.unchecked} carry none that can be checked here`;
  const lines = [...reportLines(report), rows, ...forkLines(fork)];
  return { ...report, profile: profileDir, macs, fork, lines };
}

function forkLines(fork: JournalFork | null): string[] {
  if (fork === null) return [];
  const { code, how, size, events, kept } = fork;
  const is = how === "shorter" ? `ends at ${events} events` : "has other events under it";
  return [`${code}: the ${kept} remembers a checkpoint over ${size} events, and this journal ${is}`];
}
