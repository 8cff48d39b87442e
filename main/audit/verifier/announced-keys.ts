import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import { fromBase64, sameBytes, toBase64, toHex } from "../byte-text.ts";
import type { Primitives } from "../primitives.ts";
import { journalFormat } from "../session-events.ts";
import { type VerifyingKey, verifyingKey } from "../verifying-key.ts";

/** A key the journal itself names, and from which event on. */
export interface AnnouncedKey extends VerifyingKey {
  readonly since: number;
  /** `earlier`: by an event before those at hand. */
  readonly origin: "genesis" | "rotation" | "session" | "earlier";
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
  /** Announcements that break the succession; of many the first. */
  readonly breaks: readonly { readonly text: string; readonly where: string }[];
  /** What was announced of a key; `undefined` where nothing was. */
  find(key: Pick<VerifyingKey, "publicKey">): AnnouncedKey | undefined;
}

/** How many keys there may be altogether. */
export interface KeyBounds {
  /** Keys of a journal whose first events are not at hand; absent where it is followed from its genesis. */
  readonly before?: readonly VerifyingKey[] | undefined;
  readonly most?: number;
}

/** So many breaks tell as much as any more. */
const mostBreaks = 1000;

type Known = { -readonly [Part in keyof AnnouncedKey]: AnnouncedKey[Part] };

/** Whether two keys are one. Ids do not say so: four bytes are found by trying. */
export function sameKey(a: Pick<VerifyingKey, "publicKey">, b: Pick<VerifyingKey, "publicKey">): boolean {
  return sameBytes(a.publicKey, b.publicKey);
}

/**
 * Follows the keys of a journal: that of `journal.genesis`, its successors by `key.rotated` (each must be the one the
 * event before committed to), the key of one `session.opened` where the desk said it had none of the journal's, and which
 * of them `key.revoked` takes back.
 */
export function followKeys(primitives: Primitives, origin: string, events: Iterable<JournalEvent>): KeyHistory {
  const succession = new KeySuccession(primitives, origin);
  for (const event of events) succession.follow(event);
  return succession;
}

/** What is wrong with the id that an event gives a key it names; `null` where it gives none or the key's own. */
function misnamed({ keyId }: VerifyingKey, said: unknown): string | null {
  if (said === undefined || said === keyId) return null;
  return `it calls the key ${keyId} ${typeof said === "string" ? said.slice(0, 20) : "by no text"}`;
}

/** Goes along the keys of a journal, event by event; see {@link followKeys}. */
export class KeySuccession implements KeyHistory {
  readonly #primitives: Primitives;
  readonly #origin: string;
  readonly breaks: { readonly text: string; readonly where: string }[] = [];
  readonly rotations: KeyRotation[] = [];
  readonly keys: AnnouncedKey[] = [];
  readonly #known = new Map<string, Known>();
  readonly #most: number;
  /** Whether the commitment is known: from the genesis on, or else from the first rotation at hand. */
  #committed: boolean;
  current: VerifyingKey | null = null;
  commitment: string | null = null;

  constructor(primitives: Primitives, origin: string, { before, most = Number.POSITIVE_INFINITY }: KeyBounds = {}) {
    this.#committed = before === undefined;
    this.#primitives = primitives;
    this.#origin = origin;
    this.#most = most;
    for (const key of before ?? []) this.#add(key, 0, "earlier");
  }

  follow({ seq, type, data }: JournalEvent): void {
    const why = this.#hear(seq, type, data);
    if (why !== null && this.breaks.length < mostBreaks) this.breaks.push({ text: why, where: `event ${seq}` });
  }

  find({ publicKey }: Pick<VerifyingKey, "publicKey">): AnnouncedKey | undefined {
    return this.#entryOf(publicKey);
  }

  /** Takes an event in; answers with the reason where it breaks the succession. */
  #hear(seq: number, type: JournalEvent["type"], data: JournalData): string | null {
    switch (type) {
      case "journal.genesis":
        return this.#begin(seq, data);
      case "key.rotated":
        return this.#rotate(seq, data);
      case "key.revoked":
        return this.#revoke(seq, data);
      case "session.opened":
        return this.#enterSession(seq, data);
      default:
        return null;
    }
  }

  #begin(seq: number, data: JournalData): string | null {
    const key = this.#read(data.publicKey);
    if (seq !== 0 || !key || data.origin !== this.#origin) {
      return "a genesis that is not the first event, names no key or another journal";
    }
    const refused = this.#announce(key, seq, "genesis", data.nextKeySha256);
    if (data.format !== journalFormat) return "a genesis of a form that is not known";
    return refused ?? misnamed(key, data.keyId);
  }

  #rotate(seq: number, data: JournalData): string | null {
    const key = this.#read(data.publicKey);
    if (!key || (this.#committed && toHex(this.#primitives.sha256(key.publicKey)) !== this.commitment)) {
      return "the new key is not the one the journal had committed to";
    }
    const replaced = this.#read(data.replaces);
    // Where the first events are not at hand, which key was current shows in what replaces it.
    const current = this.current ?? (this.#committed ? null : replaced);
    if (!current || !replaced || !sameKey(replaced, current)) return "the new key replaces one that is not current";
    const refused = this.#announce(key, seq, "rotation", data.nextKeySha256);
    if (refused !== null) return refused;
    const entry = this.#entryOf(current.publicKey);
    if (entry) entry.replacedBy = seq;
    this.rotations.push({ seq, replaced: current, by: key, recovered: data.recovered === true });
    return misnamed(key, data.keyId);
  }

  #revoke(seq: number, data: JournalData): string | null {
    const revoked = this.#read(data.publicKey);
    const { fromSeq } = data;
    const entry = revoked && this.#entryOf(revoked.publicKey);
    if (!entry) return "it revokes a key that nothing announced";
    if (typeof fromSeq !== "number" || !Number.isSafeInteger(fromSeq) || fromSeq < 0 || fromSeq > seq) {
      return "it does not say from which earlier event on the key is revoked";
    }
    entry.revokedFrom = Math.min(fromSeq, entry.revokedFrom ?? fromSeq);
    return misnamed(entry, data.keyId);
  }

  #enterSession(seq: number, data: JournalData): string | null {
    const signing = (data.signing ?? {}) as { readonly [name: string]: unknown };
    const key = this.#read(signing.publicKey);
    if (!key) return "the session names no key";
    const wrong = misnamed(key, signing.keyId);
    if (this.current && sameKey(key, this.current)) return wrong;
    if (signing.storage === "session") return this.#add(key, seq, "session") ?? wrong;
    if (this.current || this.#committed) return "the session claims a kept key that is not the journal's";
    this.current = key;
    return wrong;
  }

  #announce(key: VerifyingKey, since: number, origin: "genesis" | "rotation", commitment: unknown): string | null {
    const refused = this.#add(key, since, origin);
    if (refused !== null) return refused;
    this.current = key;
    this.commitment = typeof commitment === "string" ? commitment : null;
    this.#committed = true;
    return null;
  }

  /** Remembers a key where it is named first. */
  #add(key: VerifyingKey, since: number, origin: AnnouncedKey["origin"]): string | null {
    const known = this.#entryOf(key.publicKey);
    if (known?.origin === "earlier") Object.assign(known, { since, origin });
    if (known) return null;
    if (this.keys.length >= this.#most) return `the journal announces more than ${this.#most} keys`;
    const entry: Known = { ...key, since, origin, replacedBy: null, revokedFrom: null };
    this.keys.push(entry);
    this.#known.set(toBase64(key.publicKey), entry);
    return null;
  }

  #entryOf(publicKey: Uint8Array): Known | undefined {
    return this.#known.get(toBase64(publicKey));
  }

  #read(text: unknown): VerifyingKey | null {
    const publicKey = typeof text === "string" ? fromBase64(text) : null;
    return publicKey?.length === 32 ? verifyingKey(this.#primitives, this.#origin, publicKey) : null;
  }
}
