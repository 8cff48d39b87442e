import { openJournal } from "../adapters/journal-sqlite/open-journal.ts";
import { settingsHash } from "../adapters/profile/settings-hash.ts";
import { openSecretStore } from "../adapters/secrets-keychain/open-secret-store.ts";
import { openSettingsFile } from "../adapters/settings-file/settings-file.ts";
import type { BuildInfo } from "../audit/session-events.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";

/** What the commands over a journal need of the process they run in. */
export interface CommandHost {
  readonly clock: Clock;
  /** The program that runs; its configuration is that of the profile a command opens. */
  readonly build: Omit<BuildInfo, "configHash">;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Opens a profile's journal for one command, under the profile's own settings, and closes it whatever happens. */
export async function withJournal<T>(
  host: CommandHost,
  profileDir: string,
  use: (journal: Journal, keychainNote: string) => Promise<T>,
): Promise<T> {
  const { store, note } = await openSecretStore({ service: "Proofdesk", env: host.env });
  const build = { ...host.build, configHash: settingsHash(openSettingsFile(profileDir).get()) };
  const journal = await openJournal({ profileDir, secrets: store, clock: host.clock, build });
  try {
    return await use(journal, note);
  } finally {
    await journal.close();
  }
}
