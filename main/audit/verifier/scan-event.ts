import { type JournalEvent, journalEventTypes } from "../../../shared/model/journal-event.ts";

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

const maxDepth = 64;
const quote = 34;
const backslash = 92;
/** Below 10^15 every integer is safe and written in plain digits. */
const safeDigits = 15;
/** Digits of nanoseconds: more than any machine has run. */
const longestMono = 20;

/** Nanoseconds as they are compared; `null` for more digits than any clock has. */
export function readMono(digits: string): number | bigint | null {
  if (digits.length > longestMono) return null;
  return digits.length <= safeDigits ? Number(digits) : BigInt(digits);
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const begins = ascii('{"actor":{"id":"');
const beforeKind = ascii(',"kind":"');
const beforeAt = ascii('},"at":"');
const beforeCause = ascii('","cause":');
const beforeData = ascii(',"data":');
const beforeMono = ascii(',"mono":"');
const beforePrev = ascii('","prev":"');
const beforeSeq = ascii('","seq":');
const beforeSession = ascii(',"session":"');
const beforeTrace = ascii(',"trace":"');
const beforeType = ascii(',"type":"');
const ends = ascii(',"v":1}');
const words = { 116: ascii("true"), 102: ascii("false"), 110: ascii("null") } as const;
const kinds = ["person", "trader", "model", "desk"].map(ascii);
const timeForm = "0000-00-00T00:00:00.000Z";
const timeSigns = ascii(timeForm);

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

/** A text that many events share, kept as long as the next one says the same. */
class SharedText {
  readonly #decode: (bytes: Uint8Array) => string | null;
  #bytes = new Uint8Array(0);
  #text = "";

  constructor(decode: (bytes: Uint8Array) => string | null) {
    this.#decode = decode;
  }

  read(bytes: Uint8Array, from: number, to: number): string {
    if (!equal(bytes, from, to, this.#bytes)) {
      this.#bytes = bytes.slice(from, to);
      this.#text = this.#decode(this.#bytes) ?? "";
    }
    return this.#text;
  }
}

function equal(bytes: Uint8Array, from: number, to: number, other: Uint8Array): boolean {
  if (to - from !== other.length) return false;
  for (let i = 0; i < other.length; i++) if (bytes[from + i] !== other[i]) return false;
  return true;
}

/**
 * Reads canonical events (RFC 8785 without fractions) off the bytes of a file in which they stand as JSON texts: checks their
 * form, undoes the escapes and finds their fields in one pass. It knows only right and wrong: whoever wants to know why goes
 * the slow way. The bytes are UTF-8 and end with a zero, behind which nobody looks; everything but escaped quotes stands for itself, or the slow way has to be gone.
 */
export class EventScanner {
  readonly #at24: SharedText;
  readonly #session: SharedText;
  readonly #decode: (bytes: Uint8Array) => string | null;
  #in: Uint8Array = new Uint8Array(0);
  #at = 0;
  #out: Uint8Array = new Uint8Array(0);
  #to = 0;
  /** The bits of all bytes of the text that was read last: the highest is set where one of them is no ASCII. */
  #bits = 0;

  constructor(decode: (bytes: Uint8Array) => string | null) {
    this.#decode = decode;
    this.#at24 = new SharedText(decode);
    this.#session = new SharedText(decode);
  }

  /** Where the text that was scanned last ended: behind its closing quote. */
  get end(): number {
    return this.#at;
  }

  /**
   * The event whose JSON text begins at a place of a file's bytes; its own bytes go into the arena, behind a zero at `to`.
   * `null` says nothing but that the slow way has to decide. Every event that it answers is canonical and of the form of
   * `JournalEvent`.
   */
  scan(bytes: Uint8Array, at: number, arena: Uint8Array, to: number): ScannedEvent | null {
    if (bytes[at] !== quote) return null;
    this.#in = bytes;
    this.#at = at + 1;
    this.#out = arena;
    this.#to = to + 1;
    arena[to] = 0;
    if (!this.#head()) return null;
    const timeFrom = this.#to - timeForm.length;
    if (!this.#literal(beforeCause) || !this.#cause() || !this.#literal(beforeData)) return null;
    const dataAt = this.#to;
    if (this.#in[this.#at] !== 123 || !this.#value(1) || !this.#literal(beforeMono)) return null;
    const monoFrom = this.#to;
    if (!this.#digits()) return null;
    const monoTo = this.#to;
    if (!this.#literal(beforePrev)) return null;
    const prevAt = this.#to;
    if (!this.#hash() || !this.#literal(beforeSeq)) return null;
    const seq = this.#natural();
    if (seq < 0 || !this.#literal(beforeSession)) return null;
    const sessionFrom = this.#to;
    if (!this.#name()) return null;
    const sessionTo = this.#to - 1;
    if (!this.#literal(beforeTrace) || !this.#name() || !this.#literal(beforeType)) return null;
    const typeFrom = this.#to;
    if (!this.#string()) return null;
    const known = types.get(hashOf(arena, typeFrom, this.#to - 1));
    if (known === undefined || !equal(arena, typeFrom, this.#to - 1, known.bytes)) return null;
    if (!this.#literal(ends) || bytes[this.#at] !== quote) return null;
    this.#at += 1;
    return {
      arena,
      from: to + 1,
      to: this.#to,
      prevAt,
      dataAt,
      type: known.type,
      at: this.#at24.read(arena, timeFrom, timeFrom + timeForm.length),
      mono: this.#mono(monoFrom, monoTo),
      seq,
      session: this.#session.read(arena, sessionFrom, sessionTo),
    };
  }

  /** Everything up to the time, with it. */
  #head(): boolean {
    if (!this.#literal(begins) || !this.#name() || !this.#literal(beforeKind)) return false;
    const kindFrom = this.#to;
    if (!this.#string()) return false;
    const kindTo = this.#to - 1;
    if (!kinds.some((kind) => equal(this.#out, kindFrom, kindTo, kind)) || !this.#literal(beforeAt)) return false;
    for (let i = 0; i < timeForm.length; i++) {
      const code = this.#in[this.#at + i] as number;
      const sign = timeSigns[i] as number;
      if (sign === 48 ? !isDigit(code) : code !== sign) return false;
      this.#out[this.#to + i] = code;
    }
    this.#at += timeForm.length;
    this.#to += timeForm.length;
    return true;
  }

  #mono(from: number, to: number): number | bigint | null {
    if (to - from > safeDigits) return readMono(this.#decode(this.#out.subarray(from, to)) ?? "");
    let value = 0;
    for (let i = from; i < to; i++) value = value * 10 + (this.#out[i] as number) - 48;
    return value;
  }

  #cause(): boolean {
    return this.#in[this.#at] === 110 ? this.#literal(words[110]) : this.#natural() >= 0;
  }

  /** One or more digits. */
  #digits(): boolean {
    const from = this.#to;
    for (let code = this.#in[this.#at] as number; isDigit(code); code = this.#in[++this.#at] as number)
      this.#out[this.#to++] = code;
    return this.#to > from;
  }

  /** An integer from 0 in plain digits, or -1. */
  #natural(): number {
    const from = this.#to;
    if (!this.#digits() || this.#to - from > safeDigits || (this.#out[from] === 48 && this.#to - from > 1)) return -1;
    let value = 0;
    for (let i = from; i < this.#to; i++) value = value * 10 + (this.#out[i] as number) - 48;
    return value;
  }

  #hash(): boolean {
    for (let i = 0; i < 64; i++) {
      const code = this.#in[this.#at + i] as number;
      if (!isDigit(code) && !(code >= 97 && code <= 102)) return false;
      this.#out[this.#to + i] = code;
    }
    this.#at += 64;
    this.#to += 64;
    return true;
  }

  /** What an event says word by word, its quotes escaped in the file. */
  #literal(expected: Uint8Array): boolean {
    const bytes = this.#in;
    const out = this.#out;
    let at = this.#at;
    let to = this.#to;
    for (let i = 0; i < expected.length; i++) {
      const code = expected[i] as number;
      if (code === quote && bytes[at++] !== backslash) return false;
      if (bytes[at++] !== code) return false;
      out[to++] = code;
    }
    this.#at = at;
    this.#to = to;
    return true;
  }

  /** A text whose first quote is taken and that is not empty. */
  #name(): boolean {
    const from = this.#to;
    return this.#string() && this.#to > from + 1;
  }

  /** A text whose first quote is taken. Its characters all stand for themselves; escapes go the slow way. */
  #string(): boolean {
    const bytes = this.#in;
    const out = this.#out;
    let at = this.#at;
    let to = this.#to;
    let bits = 0;
    for (;;) {
      const code = bytes[at++] as number;
      if (code === backslash) {
        if (bytes[at++] !== quote) return false;
        out[to++] = quote;
        this.#at = at;
        this.#to = to;
        this.#bits = bits;
        return true;
      }
      if (!(code >= 32) || code === quote) return false;
      bits |= code;
      out[to++] = code;
    }
  }

  #value(depth: number): boolean {
    const code = this.#in[this.#at] as number;
    switch (code) {
      case backslash:
        return this.#quote() && this.#string();
      case 123:
        return depth < maxDepth && this.#object(depth);
      case 91:
        return depth < maxDepth && this.#array(depth);
      case 116:
      case 102:
      case 110:
        return this.#literal(words[code]);
      default:
        return this.#integer(code);
    }
  }

  #object(depth: number): boolean {
    this.#sign();
    if (this.#in[this.#at] === 125) return this.#sign();
    let beforeFrom = this.#to;
    let beforeTo = this.#to;
    for (let first = true; ; first = false) {
      if (!this.#quote()) return false;
      const from = this.#to;
      if (!this.#string()) return false;
      const to = this.#to - 1;
      if (!this.#follows(beforeFrom, beforeTo, from, to, first)) return false;
      beforeFrom = from;
      beforeTo = to;
      if (this.#in[this.#at] !== 58) return false;
      this.#sign();
      if (!this.#value(depth + 1)) return false;
      const next = this.#in[this.#at];
      if (next === 125) return this.#sign();
      if (next !== 44) return false;
      this.#sign();
    }
  }

  /** Whether the key that was read last may stand behind another. From U+E000 on bytes have another order than UTF-16: the slow way. */
  #follows(beforeFrom: number, beforeTo: number, from: number, to: number, first: boolean): boolean {
    const out = this.#out;
    if (this.#bits >= 128) for (let i = from; i < to; i++) if ((out[i] as number) >= 0xee) return false;
    // No key of a desk begins like `__proto__`.
    if (out[from] === 95 && out[from + 1] === 95) return false;
    if (first) return true;
    for (let i = 0; from + i < to; i++) {
      if (beforeFrom + i >= beforeTo) return true;
      const more = (out[from + i] as number) - (out[beforeFrom + i] as number);
      if (more !== 0) return more > 0;
    }
    return false;
  }

  #array(depth: number): boolean {
    this.#sign();
    if (this.#in[this.#at] === 93) return this.#sign();
    for (;;) {
      if (!this.#value(depth + 1)) return false;
      const next = this.#in[this.#at];
      if (next === 93) return this.#sign();
      if (next !== 44) return false;
      this.#sign();
    }
  }

  #integer(first: number): boolean {
    if (first !== 45) return this.#natural() >= 0;
    this.#sign();
    // Minus zero is written as zero.
    return this.#in[this.#at] !== 48 && this.#natural() >= 0;
  }

  /** Copies the sign that stands here. */
  #sign(): true {
    this.#out[this.#to++] = this.#in[this.#at++] as number;
    return true;
  }

  #quote(): boolean {
    if (this.#in[this.#at] !== backslash || this.#in[this.#at + 1] !== quote) return false;
    this.#at += 2;
    this.#out[this.#to++] = quote;
    return true;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
