import { toRfc3339 } from "../../../shared/model/time.ts";
import { toHex } from "../../audit/byte-text.ts";
import { readEvent } from "../../audit/event-text.ts";
import { type AnnouncedKey, followKeys, sameKey } from "../../audit/verifier/announced-keys.ts";
import { formatVkey, type VerifyingKey } from "../../audit/verifying-key.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import type { EventReader } from "./event-reader.ts";
import { readMacVersion } from "./mac-keys.ts";
import { findSeed } from "./signing-key.ts";

/** One key of a journal for a person's eyes. */
export interface ListedKey {
  readonly keyId: string;
  /** Its line `<name>+<keyId>+<base64>`, which a witness is given; `null` for the next. */
  readonly vkey: string | null;
  /** `next` is only committed to: its id is not known to the journal yet. */
  readonly state: "current" | "replaced" | "revoked" | "session" | "next";
  /** The event that announced it, and when; `null` for the next. */
  readonly since: { readonly seq: number; readonly at: string } | null;
  readonly revokedFrom: number | null;
  /** Whether this store holds the private half. */
  readonly kept: boolean;
  readonly storage: "keychain" | "session";
}

export interface KeyList {
  readonly origin: string;
  readonly keys: readonly ListedKey[];
  /** Lower-case hex of the SHA-256 over the next public key; `null` where the journal committed to none. */
  readonly commitment: string | null;
  /** The version of the key that marks rows; `null` without a keychain. */
  readonly macVersion: number | null;
}

function stateOf(key: AnnouncedKey, current: VerifyingKey | null): ListedKey["state"] {
  if (key.revokedFrom !== null) return "revoked";
  if (current !== null && sameKey(current, key)) return "current";
  if (key.replacedBy !== null) return "replaced";
  return key.origin === "session" ? "session" : "current";
}

/** Lists the signing keys of a journal and where their private halves lie, without opening a session. */
export async function listKeys(reader: Pick<EventReader, "keys">, secrets: SecretStore): Promise<KeyList> {
  const events = reader.keys().map(({ text }) => readEvent(text));
  const origin = String(events[0]?.data["origin"]);
  const journalId = origin.slice(origin.indexOf("/") + 1);
  const { keys, current, commitment } = followKeys(nodePrimitives, origin, events);
  const times = new Map(events.map(({ seq, at }) => [seq, at]));
  const isUnkept = events[0]?.data["storage"] === "session";
  const listed: ListedKey[] = [];
  for (const key of keys) {
    const hash = toHex(nodePrimitives.sha256(key.publicKey));
    const kept = secrets.storage === "keychain" && (await findSeed(secrets, journalId, hash)) !== null;
    const state = stateOf(key, current);
    // A first key that no keychain has taken ended with its session.
    const isOver = state === "current" && key.origin === "genesis" && isUnkept && !kept;
    listed.push({
      keyId: key.keyId,
      vkey: formatVkey(key),
      state: isOver ? "session" : state,
      since: { seq: key.since, at: times.get(key.since) ?? toRfc3339(0) },
      revokedFrom: key.revokedFrom,
      kept,
      storage: kept ? "keychain" : "session",
    });
  }
  if (commitment !== null) {
    const kept = secrets.storage === "keychain" && (await findSeed(secrets, journalId, commitment)) !== null;
    const unknown = { vkey: null, since: null, revokedFrom: null };
    listed.push({ keyId: `sha256:${commitment.slice(0, 8)}`, state: "next", ...unknown, kept, storage: "keychain" });
  }
  return { origin, keys: listed, commitment, macVersion: await readMacVersion(secrets, journalId) };
}
