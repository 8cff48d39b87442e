import { openSecretStore } from "../../adapters/secrets-keychain/open-secret-store.ts";
import { absent, type Check, present } from "./check.ts";

/** Asks the keychain for real: a probe value is written, read back and removed. */
export async function checkKeychain(env: Readonly<Record<string, string | undefined>>): Promise<Check> {
  const name = "keychain";
  const { store, note } = await openSecretStore({ service: "proofdesk-doctor", env });
  if (store.storage === "keychain") return present(name, note ?? "answers");
  return absent({
    name,
    found: note ?? "none answers",
    cost: "the journal's signing key lives for one session only, and the journal and the screen say so",
    fix: "on Linux: apt-get install gnome-keyring dbus libsecret-1-dev, then npm ci, and log in to a desktop session",
  });
}
