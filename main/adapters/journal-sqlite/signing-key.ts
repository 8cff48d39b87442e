import { randomBytes } from "node:crypto";
import { fromBase64, toBase64, toHex } from "../../audit/byte-text.ts";
import type { KeyStorage } from "../../audit/session-events.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { ed25519FromSeed, nodePrimitives } from "../proof-node/node-primitives.ts";

/** The key a session signs with. */
export interface SigningKey {
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly storage: KeyStorage;
  /** Why the key is where it is; empty when all is as it should be. */
  readonly note: string;
}

/** A private key lies under the hash of its public half, so that the journal alone says which is current and which is next. */
const keyName = (journalId: string, publicKeyHash: string): string => `journal/${journalId}/key/${publicKeyHash}`;
/** Where the first two keys of journals lay before there were more. */
const formerNames = (journalId: string): readonly string[] => [
  `journal/${journalId}/signing-key`,
  `journal/${journalId}/next-signing-key`,
];

/** How the journal speaks of a key it does not show yet: lower-case hex of the SHA-256 over its raw public half. */
export function publicKeyHash(publicKey: Uint8Array): string {
  return toHex(nodePrimitives.sha256(publicKey));
}

function sessionKey(note: string): SigningKey {
  const seed = randomBytes(32);
  return { seed, publicKey: ed25519FromSeed(seed).publicKey, storage: "session", note };
}

/** Makes a key and keeps it; `kept` says whether the store gives it back. */
export async function makeKey(
  secrets: SecretStore,
  journalId: string,
): Promise<{ readonly seed: Uint8Array; readonly publicKey: Uint8Array; readonly kept: boolean }> {
  const seed = randomBytes(32);
  const { publicKey } = ed25519FromSeed(seed);
  const name = keyName(journalId, publicKeyHash(publicKey));
  await secrets.set(name, toBase64(seed));
  return { seed, publicKey, kept: (await secrets.get(name)) === toBase64(seed) };
}

/** Finds the private half of the key with this hash; `null` where the store does not hold it. */
export async function findSeed(secrets: SecretStore, journalId: string, hash: string): Promise<Uint8Array | null> {
  for (const name of [keyName(journalId, hash), ...formerNames(journalId)]) {
    const stored = await secrets.get(name);
    const seed = stored === null ? null : fromBase64(stored);
    if (seed?.length === 32 && publicKeyHash(ed25519FromSeed(seed).publicKey) === hash) return seed;
  }
  return null;
}

/**
 * Makes the first key of a journal and the one that may follow it, and stores both. A store that does not give back what
 * it was given counts as a store for the session.
 */
export async function createSigningKey(
  secrets: SecretStore,
  journalId: string,
): Promise<{ readonly key: SigningKey; readonly nextKeyHash: Uint8Array }> {
  const { seed, publicKey, kept } = await makeKey(secrets, journalId);
  const next = await makeKey(secrets, journalId);
  const storage = kept && next.kept ? secrets.storage : "session";
  const note = storage === "keychain" ? "" : "no keychain keeps the signing key: it ends with this session";
  return { key: { seed, publicKey, storage, note }, nextKeyHash: nodePrimitives.sha256(next.publicKey) };
}

/** Finds the current key of an existing journal. Where the keychain does not hold it, the session gets a key of its own and says why. */
export async function findSigningKey(
  secrets: SecretStore,
  journalId: string,
  current: { readonly publicKey: Uint8Array; readonly storage: KeyStorage },
): Promise<SigningKey> {
  const { publicKey, storage } = current;
  if (storage === "session")
    return sessionKey("the journal began without a keychain: each session signs with its own key");
  if (secrets.storage === "session") return sessionKey("no keychain answers: this session signs with its own key");
  const seed = await findSeed(secrets, journalId, publicKeyHash(publicKey));
  if (!seed) return sessionKey("the keychain does not hold this journal's key: this session signs with its own");
  return { seed, publicKey, storage: "keychain", note: "" };
}
