import { randomBytes } from "node:crypto";
import { fromBase64, sameBytes, toBase64 } from "../../audit/byte-text.ts";
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

const currentName = (journalId: string): string => `journal/${journalId}/signing-key`;
const nextName = (journalId: string): string => `journal/${journalId}/next-signing-key`;

function sessionKey(note: string): SigningKey {
  const seed = randomBytes(32);
  return { seed, publicKey: ed25519FromSeed(seed).publicKey, storage: "session", note };
}

/**
 * Makes the first key of a journal and the one that may follow it, and stores both. A store that does not give back what
 * it was given counts as a store for the session.
 */
export async function createSigningKey(
  secrets: SecretStore,
  journalId: string,
): Promise<{ readonly key: SigningKey; readonly nextKeyHash: Uint8Array }> {
  const seed = randomBytes(32);
  const next = randomBytes(32);
  await secrets.set(currentName(journalId), toBase64(seed));
  await secrets.set(nextName(journalId), toBase64(next));
  const kept = (await secrets.get(currentName(journalId))) === toBase64(seed);
  const storage = kept ? secrets.storage : "session";
  const note = storage === "keychain" ? "" : "no keychain keeps the signing key: it ends with this session";
  return {
    key: { seed, publicKey: ed25519FromSeed(seed).publicKey, storage, note },
    nextKeyHash: nodePrimitives.sha256(ed25519FromSeed(next).publicKey),
  };
}

/** Finds the key of an existing journal. Where the keychain does not hold it, the session gets a key of its own and says why. */
export async function findSigningKey(
  secrets: SecretStore,
  journalId: string,
  genesis: { readonly publicKey: Uint8Array; readonly storage: KeyStorage },
): Promise<SigningKey> {
  if (genesis.storage === "session")
    return sessionKey("the journal began without a keychain: each session signs with its own key");
  if (secrets.storage === "session") return sessionKey("no keychain answers: this session signs with its own key");
  const stored = await secrets.get(currentName(journalId));
  const seed = stored === null ? null : fromBase64(stored);
  if (seed?.length !== 32)
    return sessionKey("the keychain does not hold this journal's key: this session signs with its own");
  const { publicKey } = ed25519FromSeed(seed);
  if (!sameBytes(publicKey, genesis.publicKey)) {
    return sessionKey("the keychain holds another key than this journal's: this session signs with its own");
  }
  return { seed, publicKey, storage: "keychain", note: "" };
}
