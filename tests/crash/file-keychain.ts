import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SecretStore } from "../../main/ports/secret-store.ts";

/** A keychain that outlives its process, as the system's does: one file, replaced whole. */
export function fileKeychain(profileDir: string): SecretStore {
  const file = join(profileDir, "keychain.json");
  const read = (): Record<string, string> =>
    existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>) : {};
  const write = (secrets: Record<string, string>): void => {
    writeFileSync(`${file}.new`, JSON.stringify(secrets));
    renameSync(`${file}.new`, file);
  };
  return {
    storage: "keychain",
    get: async (name) => read()[name] ?? null,
    set: async (name, value) => write({ ...read(), [name]: value }),
    remove: async (name) => {
      const { [name]: _, ...others } = read();
      write(others);
    },
  };
}
