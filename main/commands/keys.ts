import { existsSync } from "node:fs";
import { successorExists } from "../adapters/journal-sqlite/key-faults.ts";
import { type KeyList, type ListedKey, listKeys } from "../adapters/journal-sqlite/list-keys.ts";
import { rotateMacKey } from "../adapters/journal-sqlite/mac-keys.ts";
import { highestMacVersion, journalPath, openRecord, requireRecord } from "../adapters/journal-sqlite/open-record.ts";
import { type KeyChange, revokeKey, rotateKey } from "../adapters/journal-sqlite/rotate-key.ts";
import { toBase64 } from "../audit/byte-text.ts";
import { parseCheckpoint } from "../audit/checkpoint.ts";
import type { Predecessor } from "../audit/session-events.ts";
import type { Journal } from "../ports/journal.ts";
import type { SecretStore } from "../ports/secret-store.ts";
import { type CommandHost, openSecrets, readKeysOf, withJournal } from "./command-host.ts";
import { onFreeProfile } from "./held-profile.ts";

export interface KeysOptions {
  readonly host: CommandHost;
  readonly profileDir: string;
  readonly action: "list" | "rotate" | "recover" | "revoke" | "renew";
  /** For `revoke`: a key id or its beginning, and the first event it no longer vouches for. */
  readonly id: string;
  readonly from: number;
  /** For `renew`: the profile of the new journal. */
  readonly into: string;
  readonly reason: string;
}

export interface KeysResult extends KeyList {
  /** What was done, in sentences; empty for `list`. */
  readonly done: readonly string[];
  /** For a person. */
  readonly lines: readonly string[];
}

function lineOf({ keyId, state, since, revokedFrom, kept }: ListedKey): string {
  const when = since === null ? "not in use yet" : `since event ${since.seq}, ${since.at}`;
  const until = revokedFrom === null ? "" : `, from event ${revokedFrom} on it counts for nothing`;
  return `${keyId.padEnd(16)} ${state.padEnd(9)} ${kept ? "in the keychain" : "not kept here"}, ${when}${until}`;
}

async function list(host: CommandHost, profileDir: string): Promise<KeyList> {
  const { store } = await openSecrets(host);
  const { db, reader } = openRecord(profileDir, await readKeysOf(host, profileDir));
  try {
    return await listKeys(reader, store);
  } finally {
    db.close();
  }
}

async function change(options: KeysOptions, journal: Journal, secrets: SecretStore): Promise<string[]> {
  const { host, action, id, from, profileDir } = options;
  const actor = { kind: "person", id: "command-line" } as const;
  const by: KeyChange = { secrets, clock: host.clock, actor, reason: options.reason };
  const done: string[] = [];
  const rotated = action === "revoke" ? null : await rotateKey(journal, by, action === "recover");
  const revoked = action === "revoke" ? await revokeKey(journal, by, id, from) : null;
  const one = rotated ?? revoked?.rotated;
  if (one) {
    const signed = one.recovered ? "the lost key did not sign" : "both keys signed the checkpoint over it";
    done.push(`Event ${one.seq}: key ${one.by.keyId} replaces ${one.replaced.keyId}; ${signed}`);
  }
  if (revoked) done.push(`Event ${revoked.seq}: key ${revoked.revoked.keyId} counts for nothing from event ${from} on`);
  const journalId = journal.health().origin.slice("proofdesk/".length);
  const version = await rotateMacKey(secrets, journalId, highestMacVersion(profileDir));
  if (version !== null) done.push(`Rows are marked with key version ${version} from the next session on`);
  return done;
}

/** The last checkpoint of a journal that ends here. */
function lastCheckpoint(profileDir: string): Predecessor {
  const { db, reader } = openRecord(profileDir);
  try {
    const last = parseCheckpoint(reader.checkpoints().at(-1)?.note ?? "");
    if (typeof last === "string") throw new RangeError(`the journal has no checkpoint to continue from: ${last}`);
    return { origin: last.origin, size: last.size, root: toBase64(last.root) };
  } finally {
    db.close();
  }
}

/**
 * The `keys` command: lists also beside a running desk, changes a key on a profile that no desk holds. Throws Faults `KEYS-NEXT-LOST`, `KEYS-CURRENT-LOST`, `KEYS-NOT-KEPT`,
 * `KEYS-UNKNOWN`, `KEYS-FROM`, `KEYS-PROFILE-TAKEN` and those of the journal.
 */
export async function runKeys(options: KeysOptions): Promise<KeysResult> {
  const { host, profileDir, action, into } = options;
  requireRecord(profileDir);
  let done: string[] = [];
  let shown = profileDir;
  if (action === "renew") {
    if (existsSync(journalPath(into))) throw successorExists(into);
    const predecessor = lastCheckpoint(profileDir);
    const origin = await withJournal(host, into, async (journal) => journal.health().origin, { predecessor });
    done = [`${origin} takes the place of ${predecessor.origin} after its ${predecessor.size} events: ${into}`];
    shown = into;
  } else if (action !== "list") {
    done = await onFreeProfile("Compliance, Signing keys", () =>
      withJournal(host, profileDir, (journal, _, secrets) => change(options, journal, secrets)),
    );
  }
  const keys = await list(host, shown);
  const macs = keys.macVersion === null ? "Rows carry no mac that can be checked later: no keychain answers" : "";
  const lines = [...done, `Keys of ${keys.origin}:`, ...keys.keys.map((key) => `  ${lineOf(key)}`)];
  return { ...keys, done, lines: macs === "" ? lines : [...lines, macs] };
}
