import type { SecretStore } from "../../ports/secret-store.ts";

/** Secrets that end with the process: what is left where no keychain answers. */
export function sessionSecrets(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    storage: "session",
    get: async (name) => secrets.get(name) ?? null,
    set: async (name, value) => {
      secrets.set(name, value);
    },
    remove: async (name) => {
      secrets.delete(name);
    },
  };
}
