import type { Actor } from "../../../shared/model/actor.ts";
import { fromBase64, sameBytes, toBase64 } from "../../audit/byte-text.ts";
import { readEvent } from "../../audit/event-text.ts";
import { type AnnouncedKey, followKeys, type KeyHistory, sameKey } from "../../audit/verifier/announced-keys.ts";
import { type VerifyingKey, verifyingKey } from "../../audit/verifying-key.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { ed25519FromSeed, nodePrimitives } from "../proof-node/node-primitives.ts";
import { reachStep } from "./journal-step.ts";
import { currentKeyLost, keyNotKept, nextKeyLost, noSuchKey, noSuchSeq } from "./key-faults.ts";
import { findSeed, makeKey, publicKeyHash } from "./signing-key.ts";

/** Who changes a key, when and why. */
export interface KeyChange {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly actor: Actor;
  readonly reason: string;
}

export interface RotatedKey {
  readonly seq: number;
  readonly replaced: VerifyingKey;
  readonly by: VerifyingKey;
  readonly recovered: boolean;
}

/** The keys of a journal as its events tell. */
export function keysOfJournal(journal: Pick<Journal, "health" | "readKeyEvents">): KeyHistory {
  const events = journal.readKeyEvents().map(({ text }) => readEvent(text));
  return followKeys(nodePrimitives, journal.health().origin, events);
}

const idOf = (origin: string): string => origin.slice(origin.indexOf("/") + 1);

async function record(
  journal: Journal,
  type: "key.rotated" | "key.revoked",
  change: KeyChange,
  data: Record<string, string | number | boolean>,
): Promise<number> {
  const { session } = journal.health();
  const { clock, actor } = change;
  const trace = `key-${session}-${journal.health().events}`;
  const seq = journal.append({ type, at: clock.now(), actor, trace, cause: null, data });
  await journal.durable(seq);
  return seq;
}

/**
 * Replaces the current key by the one the journal committed to. The key after that is made and kept first; then the event
 * and the checkpoint that both keys sign reach the disk together. A process that dies in between leaves a spare key in the
 * keychain and a journal as it was. With `recover` the current key may be lost; the session's own signs in its place.
 * Throws Faults `KEYS-NEXT-LOST`, `KEYS-CURRENT-LOST`, `KEYS-NOT-KEPT` and those of the journal.
 */
export async function rotateKey(journal: Journal, change: KeyChange, recover = false): Promise<RotatedKey> {
  const { origin, signing } = journal.health();
  const { current, commitment } = keysOfJournal(journal);
  const seed = commitment === null ? null : await findSeed(change.secrets, idOf(origin), commitment);
  if (!current || !seed || change.secrets.storage === "session") throw nextKeyLost();
  const recovered = !sameBytes(fromBase64(signing.publicKey) ?? new Uint8Array(0), current.publicKey);
  if (recovered && !recover) throw currentKeyLost();
  const following = await makeKey(change.secrets, idOf(origin));
  if (!following.kept) throw keyNotKept();
  reachStep("key-kept");
  const by = verifyingKey(nodePrimitives, origin, ed25519FromSeed(seed).publicKey);
  journal.succeedKey(seed);
  const seq = await record(journal, "key.rotated", change, {
    publicKey: toBase64(by.publicKey),
    keyId: by.keyId,
    nextKeySha256: publicKeyHash(following.publicKey),
    replaces: toBase64(current.publicKey),
    recovered,
    reason: change.reason,
  });
  reachStep("key-rotated");
  return { seq, replaced: current, by, recovered };
}

function findKey(history: KeyHistory, id: string): AnnouncedKey {
  const [key, ...more] = history.keys.filter(({ keyId }) => keyId.startsWith(id));
  const known = history.keys.map(({ keyId }) => keyId);
  if (!key || more.some((other) => !sameKey(other, key))) throw noSuchKey(id, known);
  return key;
}

/**
 * Takes a key back: from event `fromSeq` on its signatures count for nothing. A current key is replaced first, so that what
 * comes is signed by one that counts. `id` may be the beginning of a key id. Throws Faults `KEYS-UNKNOWN`, `KEYS-FROM` and
 * those of {@link rotateKey}.
 */
export async function revokeKey(
  journal: Journal,
  change: KeyChange,
  id: string,
  fromSeq: number,
): Promise<{ readonly seq: number; readonly revoked: VerifyingKey; readonly rotated: RotatedKey | null }> {
  const history = keysOfJournal(journal);
  const revoked = findKey(history, id);
  const { events } = journal.health();
  if (!Number.isSafeInteger(fromSeq) || fromSeq < 0 || fromSeq > events) throw noSuchSeq(fromSeq, events);
  const isCurrent = history.current !== null && sameKey(history.current, revoked);
  const rotated = isCurrent ? await rotateKey(journal, change, true) : null;
  const seq = await record(journal, "key.revoked", change, {
    publicKey: toBase64(revoked.publicKey),
    keyId: revoked.keyId,
    fromSeq,
    reason: change.reason,
  });
  return { seq, revoked, rotated };
}
