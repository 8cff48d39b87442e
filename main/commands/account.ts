import { requireRecord } from "../adapters/journal-sqlite/open-record.ts";
import { nameAccount } from "../adapters/proof-node/openings.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import { UsageError } from "./usage-error.ts";

export interface AccountOptions {
  readonly host: CommandHost;
  readonly profileDir: string;
  readonly number: string;
  readonly firm: string;
}

export interface AccountResult {
  /** The event that commits to the number. */
  readonly seq: number;
  /** For a person. */
  readonly lines: readonly string[];
}

/** The `account` command on a profile that no desk holds. Throws Faults `STORAGE-NONE`, `OPENINGS-FILE` and those of the journal; a UsageError for what names no account, for nothing that is recorded can be taken back. */
export async function runAccount({ host, profileDir, number, firm }: AccountOptions): Promise<AccountResult> {
  if (number.trim() === "") throw new UsageError("NUMBER is empty", "give the account's number or name at the firm");
  if (firm.trim() === "") throw new UsageError("--firm is empty", "name the firm that the account is at");
  requireRecord(profileDir);
  const actor = { kind: "person", id: "command-line" } as const;
  const seq = await withJournal(host, profileDir, (journal) =>
    nameAccount(journal, profileDir, { clock: host.clock, actor }, { number, firm }),
  );
  const line = `Event ${seq} commits to the number of the account at ${firm}; the salt that opens it is kept beside the journal.`;
  return { seq, lines: [line] };
}
