import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { journalEventTypes } from "../../../shared/model/journal-event-types.ts";
import { ascii, EventBytes, literalOf, safeDigits, timeLength } from "./event-bytes.ts";
import { type EventFields, EventForms, readSlot, type Slot, slots } from "./event-form.ts";
import { equalBytes, SharedText } from "./shared-text.ts";

/** A canonical event as it was found in a file, its bytes copied out without the escapes of the file. */
export interface ScannedEvent {
  /** Holds the canonical bytes from `from` to before `to`, and a zero before them: the preimage of the leaf. */
  readonly arena: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** Where in the arena the 64 digits of `prev` begin. */
  readonly prevAt: number;
  /** Where in the arena the object of `data` begins. */
  readonly dataAt: number;
  readonly type: JournalEvent["type"];
  readonly at: string;
  /** Nanoseconds; `null` for more digits than any clock has. */
  readonly mono: number | bigint | null;
  readonly seq: number;
  readonly session: string;
}

/** What the leaf of scanned bytes is the hash of: the zero that belongs to it stands before them. */
export const preimageOfScanned = ({ arena, from, to }: Pick<ScannedEvent, "arena" | "from" | "to">): Uint8Array =>
  arena.subarray(from - 1, to);

const maxDepth = 64;
const quote = 34;
/** Digits of nanoseconds: more than any machine has run. */
const longestMono = 20;

/** Nanoseconds as they are compared; `null` for more digits than any clock has. */
export function readMono(digits: string): number | bigint | null {
  if (digits.length > longestMono) return null;
  return digits.length <= safeDigits ? Number(digits) : BigInt(digits);
}

const beforeActor = literalOf('{"actor":{"id":"');
const beforeKind = literalOf('","kind":"');
const beforeAt = literalOf('"},"at":"');
const beforeCause = literalOf('","cause":');
const beforeData = literalOf(',"data":');
const beforeMono = literalOf(',"mono":"');
const beforePrev = literalOf('","prev":"');
const beforeSeq = literalOf('","seq":');
const beforeSession = literalOf(',"session":"');
const beforeTrace = literalOf('","trace":"');
const beforeType = literalOf('","type":"');
const ends = literalOf('","v":1}');
const kinds = ["person", "trader", "model", "desk"].map(ascii);

/** A short name of some bytes; names that share it are told apart by their bytes. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0;
  for (let i = from; i < to; i++) hash = (hash * 31 + (bytes[i] as number)) | 0;
  return hash;
}

const types = new Map(
  journalEventTypes.map((type) => {
    const bytes = ascii(type);
    return [hashOf(bytes, 0, bytes.length), { type, bytes }];
  }),
);

/**
 * Reads canonical events (RFC 8785 without fractions) off the bytes of a file in which they stand as JSON texts: checks their
 * form, undoes the escapes and finds their fields in one pass. It knows only right and wrong: whoever wants to know why goes
 * the slow way. The bytes are UTF-8 and end with a zero, behind which nobody looks; everything but escaped quotes stands for
 * itself, or the slow way has to be gone. Most events of a journal differ from one before them in their values alone, so
 * forms are remembered.
 */
export class EventScanner {
  readonly #at24: SharedText;
  readonly #session: SharedText;
  readonly #decode: (bytes: Uint8Array) => string | null;
  readonly #cursor = new EventBytes();
  readonly #forms = new EventForms();
  readonly #fields: EventFields = {
    time: 0,
    data: 0,
    mono: 0,
    monoEnd: 0,
    prev: 0,
    seq: 0,
    session: 0,
    sessionEnd: 0,
  };

  constructor(decode: (bytes: Uint8Array) => string | null) {
    this.#decode = decode;
    this.#at24 = new SharedText(decode);
    this.#session = new SharedText(decode);
  }

  /** Where the text that was scanned last ended: behind its closing quote. */
  get end(): number {
    return this.#cursor.at;
  }

  /**
   * The event whose JSON text begins at a place of a file's bytes; its own bytes go into the arena, behind a zero at `to`.
   * `null` says nothing but that the slow way has to decide. Every event that it answers is canonical and of the form of
   * `JournalEvent`.
   */
  scan(bytes: Uint8Array, at: number, arena: Uint8Array, to: number): ScannedEvent | null {
    if (bytes[at] !== quote) return null;
    arena[to] = 0;
    const cursor = this.#cursor;
    cursor.begin(bytes, at + 1, arena, to + 1);
    const fields = this.#fields;
    const type = this.#forms.recall(cursor, fields) ?? this.#read();
    if (type === null) return null;
    return {
      arena,
      from: to + 1,
      to: cursor.to,
      prevAt: fields.prev,
      dataAt: fields.data,
      type,
      at: this.#at24.read(arena, fields.time, fields.time + timeLength),
      mono: this.#mono(fields.mono, fields.monoEnd),
      seq: fields.seq,
      session: this.#session.read(arena, fields.session, fields.sessionEnd),
    };
  }

  #mono(from: number, to: number): number | bigint | null {
    const cursor = this.#cursor;
    return to - from > safeDigits
      ? readMono(this.#decode(cursor.out.subarray(from, to)) ?? "")
      : cursor.number(from, to);
  }

  /** Who acted, when and why. */
  #head(): boolean {
    const cursor = this.#cursor;
    return (
      cursor.literal(beforeActor) &&
      this.#slot(slots.name) &&
      cursor.literal(beforeKind) &&
      this.#kind() &&
      cursor.literal(beforeAt) &&
      this.#slot(slots.time) &&
      cursor.literal(beforeCause) &&
      this.#slot(slots.cause)
    );
  }

  /** Reads an event that is of no form that is remembered, and remembers it. */
  #read(): JournalEvent["type"] | null {
    const cursor = this.#cursor;
    this.#forms.begin(cursor);
    if (!this.#head()) return null;
    if (!cursor.literal(beforeData) || !this.#slot(slots.data) || cursor.bytes[cursor.at] !== 123 || !this.#value(1))
      return null;
    if (
      !cursor.literal(beforeMono) ||
      !this.#slot(slots.mono) ||
      !cursor.literal(beforePrev) ||
      !this.#slot(slots.prev)
    )
      return null;
    if (
      !cursor.literal(beforeSeq) ||
      !this.#slot(slots.seq) ||
      !cursor.literal(beforeSession) ||
      !this.#slot(slots.session)
    )
      return null;
    if (!cursor.literal(beforeTrace) || !this.#slot(slots.name) || !cursor.literal(beforeType)) return null;
    const type = this.#type();
    if (type === null || !cursor.literal(ends) || cursor.bytes[cursor.at] !== quote) return null;
    cursor.at += 1;
    this.#forms.learn(type, cursor);
    return type;
  }

  #slot(slot: Slot): boolean {
    const cursor = this.#cursor;
    const { at, to } = cursor;
    if (!readSlot(slot, cursor, this.#fields)) return false;
    this.#forms.value(slot, at, to, cursor);
    return true;
  }

  #kind(): boolean {
    const cursor = this.#cursor;
    const from = cursor.to;
    return cursor.text() && kinds.some((kind) => equalBytes(cursor.out, from, cursor.to, kind));
  }

  #type(): JournalEvent["type"] | null {
    const cursor = this.#cursor;
    const from = cursor.to;
    if (!cursor.text()) return null;
    const known = types.get(hashOf(cursor.out, from, cursor.to));
    return known !== undefined && equalBytes(cursor.out, from, cursor.to, known.bytes) ? known.type : null;
  }

  #value(depth: number): boolean {
    const cursor = this.#cursor;
    switch (cursor.bytes[cursor.at]) {
      case 123:
        return depth < maxDepth && this.#object(depth);
      case 91:
        return depth < maxDepth && this.#array(depth);
      default:
        return this.#slot(slots.scalar);
    }
  }

  #object(depth: number): boolean {
    const cursor = this.#cursor;
    cursor.sign();
    if (cursor.bytes[cursor.at] === 125) return cursor.sign();
    let beforeFrom = cursor.to;
    let beforeTo = cursor.to;
    for (let first = true; ; first = false) {
      if (!cursor.quote()) return false;
      const from = cursor.to;
      if (!cursor.text()) return false;
      const { to } = cursor;
      if (!this.#follows(beforeFrom, beforeTo, from, to, first) || !cursor.quote()) return false;
      beforeFrom = from;
      beforeTo = to;
      if (cursor.bytes[cursor.at] !== 58) return false;
      cursor.sign();
      if (!this.#value(depth + 1)) return false;
      const next = cursor.bytes[cursor.at];
      if (next === 125) return cursor.sign();
      if (next !== 44) return false;
      cursor.sign();
    }
  }

  /** Whether the key that was read last may stand behind another. From U+E000 on bytes have another order than UTF-16: the slow way. */
  #follows(beforeFrom: number, beforeTo: number, from: number, to: number, first: boolean): boolean {
    const { bits, out } = this.#cursor;
    if (bits >= 128) for (let i = from; i < to; i++) if ((out[i] as number) >= 0xee) return false;
    // No key of a desk begins like `__proto__`.
    if (to > from + 1 && out[from] === 95 && out[from + 1] === 95) return false;
    if (first) return true;
    for (let i = 0; from + i < to; i++) {
      if (beforeFrom + i >= beforeTo) return true;
      const more = (out[from + i] as number) - (out[beforeFrom + i] as number);
      if (more !== 0) return more > 0;
    }
    return false;
  }

  #array(depth: number): boolean {
    const cursor = this.#cursor;
    cursor.sign();
    if (cursor.bytes[cursor.at] === 93) return cursor.sign();
    for (;;) {
      if (!this.#value(depth + 1)) return false;
      const next = cursor.bytes[cursor.at];
      if (next === 93) return cursor.sign();
      if (next !== 44) return false;
      cursor.sign();
    }
  }
}
