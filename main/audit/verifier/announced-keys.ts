import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import { fromBase64, sameBytes, toHex } from "../byte-text.ts";
import type { Primitives } from "../primitives.ts";
import { type VerifyingKey, verifyingKey } from "../verifying-key.ts";

/** A key the journal itself names, and from which event on. */
export interface AnnouncedKey extends VerifyingKey {
  readonly since: number;
  readonly origin: "genesis" | "rotation" | "session";
  /** The seq of the `key.rotated` that replaced it. */
  readonly replacedBy: number | null;
  /** The first event it does not vouch for, where it was revoked. */
  readonly revokedFrom: number | null;
}

/** One `key.rotated` that follows from what came before. */
export interface KeyRotation {
  readonly seq: number;
  readonly replaced: VerifyingKey;
  readonly by: VerifyingKey;
  /** The replaced key is lost: only the commitment carries the succession. */
  readonly recovered: boolean;
}

export interface KeyHistory {
  readonly keys: readonly AnnouncedKey[];
  readonly rotations: readonly KeyRotation[];
  /** The key that signs unless a session has its own; `null` without a genesis. */
  readonly current: VerifyingKey | null;
  /** Hex SHA-256 of the public key that may follow it. */
  readonly commitment: string | null;
  /** Announcements that break the succession. */
  readonly breaks: readonly { readonly text: string; readonly where: string }[];
}

/** Whether two keys are one. Ids do not say so: four bytes are found by trying. */
export function sameKey(a: Pick<VerifyingKey, "publicKey">, b: Pick<VerifyingKey, "publicKey">): boolean {
  return sameBytes(a.publicKey, b.publicKey);
}

/** Goes along the keys of a journal, event by event; see {@link followKeys}. */
export class KeySuccession {
  readonly keys: AnnouncedKey[] = [];
  readonly breaks: { readonly text: string; readonly where: string }[] = [];
  readonly #primitives: Primitives;
  readonly #origin: string;
  #current: VerifyingKey | null = null;
  #commitment: unknown = null;

  constructor(primitives: Primitives, origin: string) {
    this.#primitives = primitives;
    this.#origin = origin;
  }

  follow({ seq, type, data }: JournalEvent): void {
    if (type === "journal.genesis") this.#begin(seq, data);
    else if (type === "key.rotated") this.#rotate(seq, data);
    else if (type === "session.opened") this.#openSession(seq, data);
  }

  #begin(seq: number, data: JournalData): void {
    const key = keyFrom(this.#primitives, this.#origin, data.publicKey);
    if (seq !== 0 || !key || data.origin !== this.#origin) {
      this.#break(seq, "a genesis that is not the first event, names no key or another journal");
      return;
    }
    this.#succeed({ ...key, since: seq, origin: "genesis" }, data.nextKeySha256);
  }

  #rotate(seq: number, data: JournalData): void {
    const key = keyFrom(this.#primitives, this.#origin, data.publicKey);
    if (!key || toHex(this.#primitives.sha256(key.publicKey)) !== this.#commitment) {
      this.#break(seq, "the new key is not the one the journal had committed to");
      return;
    }
    this.#succeed({ ...key, since: seq, origin: "rotation" }, data.nextKeySha256);
  }

  #openSession(seq: number, data: JournalData): void {
    const signing = (data.signing ?? {}) as { readonly storage?: unknown; readonly publicKey?: unknown };
    const key = keyFrom(this.#primitives, this.#origin, signing.publicKey);
    if (!key) this.#break(seq, "the session names no key");
    else if (this.#current && sameBytes(key.publicKey, this.#current.publicKey)) return;
    else if (signing.storage === "session") this.keys.push({ ...key, since: seq, origin: "session" });
    else this.#break(seq, "the session claims a kept key that is not the journal's");
  }

  #succeed(key: AnnouncedKey, commitment: unknown): void {
    this.keys.push(key);
    this.#current = key;
    this.#commitment = commitment;
  }

  #break(seq: number, text: string): void {
    this.breaks.push({ text, where: `event ${seq}` });
  }
}

/**
 * Follows the keys of a journal: that of `journal.genesis`, its successors by `key.rotated` (each must be the one the
 * event before committed to), and, only where the desk said it had no keychain, the key of one `session.opened`.
 */
export function followKeys(primitives: Primitives, origin: string, events: Iterable<JournalEvent>): KeyHistory {
  const succession = new KeySuccession(primitives, origin);
  for (const event of events) succession.follow(event);
  return succession;
}
