import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { fromBase64, sameBytes, toHex } from "../byte-text.ts";
import type { Primitives } from "../primitives.ts";
import { type VerifyingKey, verifyingKey } from "../verifying-key.ts";

/** A key the journal itself names, and from which event on. */
export interface AnnouncedKey extends VerifyingKey {
  readonly since: number;
  readonly origin: "genesis" | "rotation" | "session";
}

export interface KeyHistory {
  readonly keys: readonly AnnouncedKey[];
  /** Announcements that break the succession. */
  readonly breaks: readonly { readonly text: string; readonly where: string }[];
}

function keyFrom(primitives: Primitives, origin: string, text: unknown): VerifyingKey | null {
  const publicKey = typeof text === "string" ? fromBase64(text) : null;
  return publicKey?.length === 32 ? verifyingKey(primitives, origin, publicKey) : null;
}

/**
 * Follows the keys of a journal: that of `journal.genesis`, its successors by `key.rotated` (each must be the one the
 * event before committed to), and, only where the desk said it had no keychain, the key of one `session.opened`.
 */
export function followKeys(primitives: Primitives, origin: string, events: Iterable<JournalEvent>): KeyHistory {
  const keys: AnnouncedKey[] = [];
  const breaks: { text: string; where: string }[] = [];
  let current: VerifyingKey | null = null;
  let commitment: unknown = null;
  for (const { seq, type, data } of events) {
    const where = `event ${seq}`;
    if (type === "journal.genesis") {
      const key = keyFrom(primitives, origin, data.publicKey);
      if (seq !== 0 || !key || data.origin !== origin) {
        breaks.push({ text: "a genesis that is not the first event, names no key or another journal", where });
        continue;
      }
      keys.push({ ...key, since: seq, origin: "genesis" });
      current = key;
      commitment = data.nextKeySha256;
    } else if (type === "key.rotated") {
      const key = keyFrom(primitives, origin, data.publicKey);
      if (!key || toHex(primitives.sha256(key.publicKey)) !== commitment) {
        breaks.push({ text: "the new key is not the one the journal had committed to", where });
        continue;
      }
      keys.push({ ...key, since: seq, origin: "rotation" });
      current = key;
      commitment = data.nextKeySha256;
    } else if (type === "session.opened") {
      const signing = (data.signing ?? {}) as { readonly storage?: unknown; readonly publicKey?: unknown };
      const key = keyFrom(primitives, origin, signing.publicKey);
      if (!key) breaks.push({ text: "the session names no key", where });
      else if (current && sameBytes(key.publicKey, current.publicKey)) continue;
      else if (signing.storage === "session") keys.push({ ...key, since: seq, origin: "session" });
      else breaks.push({ text: "the session claims a kept key that is not the journal's", where });
    }
  }
  return { keys, breaks };
}
