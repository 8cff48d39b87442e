import type { SecretStore } from "../../ports/secret-store.ts";
import { sessionSecrets } from "../secrets-session/session-secrets.ts";
import { hasSessionBus, probeKeychain } from "./keychain-probe.ts";
import { type Keytar, keychainSecrets } from "./keychain-secrets.ts";

export interface SecretStoreOptions {
  /** The name under which the keychain lists what is kept. */
  readonly service: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long the keychain may take to answer a probe. Default 2 s. */
  readonly probeTimeoutMs?: number;
}

const answerTimeoutMs = 10_000;

function session(note: string): { store: SecretStore; note: string } {
  return { store: sessionSecrets(), note: `${note}: secrets and the signing key end with this session` };
}

/**
 * Opens the OS keychain where one answers a probe, else a store for the session; `note` says in a sentence which, and why.
 * `PROOFDESK_KEYCHAIN=off` asks nobody. Never throws and never hangs.
 */
export async function openSecretStore(options: SecretStoreOptions): Promise<{ store: SecretStore; note: string }> {
  const { service, env, probeTimeoutMs = 2000 } = options;
  if (env.PROOFDESK_KEYCHAIN === "off") return session("the keychain is switched off");
  if (!hasSessionBus(env, process.platform))
    return session("no keychain answers on this machine (there is no session bus)");
  let keytar: Keytar;
  let url: string;
  try {
    url = import.meta.resolve("keytar");
    keytar = ((await import("keytar")) as { default: Keytar }).default;
  } catch {
    return session("the keychain library is not installed");
  }
  const wrong = await probeKeychain(url, service, env, probeTimeoutMs);
  if (wrong !== null) return session(`the keychain does not answer (${wrong})`);
  return {
    store: keychainSecrets(keytar, service, answerTimeoutMs),
    note: "the system's keychain keeps the signing key",
  };
}
