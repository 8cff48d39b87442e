import { Fault } from "../../../shared/model/fault.ts";
import type { SecretStore } from "../../ports/secret-store.ts";

/** The part of keytar that is used. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

async function within<T>(timeoutMs: number, what: string, call: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const fault = (cause?: unknown): Fault =>
    new Fault(
      "KEYCHAIN-FAILED",
      "security",
      `the keychain could not ${what}${cause instanceof Error ? `: ${cause.message}` : ` within ${timeoutMs} ms`}`,
      "Unlock the keychain and try again, or start with PROOFDESK_KEYCHAIN=off to sign with a key for the session only.",
      { cause },
    );
  const timer = setTimeout(() => reject(fault()), timeoutMs);
  try {
    return await Promise.race([call, promise]);
  } catch (error) {
    throw error instanceof Fault ? error : fault(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Secrets in the OS keychain under one service name. Every call ends within `timeoutMs`, with a Fault `KEYCHAIN-FAILED` if need be. */
export function keychainSecrets(keytar: Keytar, service: string, timeoutMs: number): SecretStore {
  return {
    storage: "keychain",
    get: (name) => within(timeoutMs, `read ${name}`, keytar.getPassword(service, name)),
    set: (name, value) => within(timeoutMs, `keep ${name}`, keytar.setPassword(service, name, value)),
    remove: async (name) => {
      await within(timeoutMs, `remove ${name}`, keytar.deletePassword(service, name));
    },
  };
}
