import { rmSync } from "node:fs";
import { openJournal } from "../../main/adapters/journal-sqlite/open-journal.ts";
import { sessionSecrets } from "../../main/adapters/secrets-session/session-secrets.ts";
import type { Journal } from "../../main/ports/journal.ts";
import { benchFolder } from "./bench-folder.ts";

/** A real journal on this machine's disk, in a profile of its own that goes when it closes. */
export async function benchJournal(): Promise<{ journal: Journal; dir: string; close(): Promise<void> }> {
  const dir = benchFolder();
  const journal = await openJournal({
    profileDir: dir,
    secrets: sessionSecrets(),
    clock: { now: () => Date.now(), mono: () => process.hrtime.bigint() },
    build: { version: "0.0.0", gitSha: "unknown", buildHash: "0".repeat(64), configHash: "0".repeat(64) },
  });
  return {
    journal,
    dir,
    async close() {
      await journal.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
