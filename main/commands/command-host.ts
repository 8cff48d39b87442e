import { type RowKeys, readRowKeys } from "../adapters/journal-sqlite/mac-keys.ts";
import { type OpenJournalOptions, openJournal } from "../adapters/journal-sqlite/open-journal.ts";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { readOrigin } from "../adapters/journal-sqlite/stored-origin.ts";
import { settingsHash } from "../adapters/profile/settings-hash.ts";
import { openSecretStore } from "../adapters/secrets-keychain/open-secret-store.ts";
import { openSettingsFile } from "../adapters/settings-file/settings-file.ts";
import type { BuildInfo } from "../audit/session-events.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import type { SecretStore } from "../ports/secret-store.ts";

/** What the commands over a journal need of the process they run in. */
export interface CommandHost {
  readonly clock: Clock;
  /** The program that runs; its configuration is that of the profile a command opens. */
  readonly build: Omit<BuildInfo, "configHash">;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The store that keeps the keys; the system's keychain unless another is given. */
  readonly secrets?: Promise<{ store: SecretStore; note: string }>;
}

/** Opens the store that keeps the keys, and says in a sentence which it is. */
export function openSecrets(host: CommandHost): Promise<{ store: SecretStore; note: string }> {
  return host.secrets ?? openSecretStore({ service: "Proofdesk", env: host.env });
}

/**
 * What checks the macs of a profile's rows for a command that only reads; `null` where the keychain keeps none. Throws Faults
 * `STORAGE-NONE` and `STORAGE-CHAIN`.
 */
export async function readKeysOf(host: CommandHost, profileDir: string): Promise<RowKeys | null> {
  const { db, reader } = openRecord(profileDir);
  let origin: string;
  try {
    if (reader.tip() < 0) return null;
    origin = readOrigin(db);
  } finally {
    db.close();
  }
  const { store } = await openSecrets(host);
  return await readRowKeys(store, origin.slice(origin.indexOf("/") + 1));
}

/** Opens a profile's journal for one command, under the profile's own settings, and closes it whatever happens. */
export async function withJournal<T>(
  host: CommandHost,
  profileDir: string,
  use: (journal: Journal, keychainNote: string, secrets: SecretStore) => Promise<T>,
  opening: Pick<OpenJournalOptions, "predecessor" | "checkAll" | "onChecked"> = {},
): Promise<T> {
  const { store, note } = await openSecrets(host);
  const build = { ...host.build, configHash: settingsHash(openSettingsFile(profileDir).get()) };
  const journal = await openJournal({ profileDir, secrets: store, clock: host.clock, build, ...opening });
  try {
    return await use(journal, note, store);
  } finally {
    await journal.close();
  }
}
