const quote = 34;
const backslash = 92;
const minus = 45;
const zero = 48;
/** Below 10^15 every integer is safe and written in plain digits. */
export const safeDigits = 15;
const timeForm = "0000-00-00T00:00:00.000Z";
export const timeLength = timeForm.length;

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const timeSigns = ascii(timeForm);
const hashDigits = 64;

/** 1 for the digits that a hash is written with: which of them stands somewhere nobody can guess, so nothing is tried first. */
const hashSigns = new Uint8Array(256);
for (const sign of ascii("0123456789abcdef")) hashSigns[sign] = 1;

/** 1 for the signs of a text that stand for themselves. */
const plainSigns = new Uint8Array(256).fill(1, 32);
plainSigns[quote] = 0;
plainSigns[backslash] = 0;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** What is known word by word: as it stands in a file, its quotes escaped, and as it is. */
export interface Literal {
  readonly escaped: DataView;
  readonly escapedLength: number;
  readonly plain: DataView;
  readonly plainLength: number;
}

export function literalOf(text: string): Literal {
  const escaped = ascii(text.replaceAll('"', '\\"'));
  const plain = ascii(text);
  return {
    escaped: viewOf(escaped),
    escapedLength: escaped.length,
    plain: viewOf(plain),
    plainLength: plain.length,
  };
}

const nothing = literalOf("null");
const yes = literalOf("true");
const no = literalOf("false");

/** Bytes that are compared or copied at once, as a double or as an integer. */
const wide = 8;
const half = 4;

/** The highest bit of each of four bytes. */
const highest = 0x80808080;

/**
 * Bits of `highest` where four bytes are not all signs that stand for themselves: below a blank, quote, or backslash. Bits
 * above the lowest one say nothing.
 */
function notPlain(four: number): number {
  const quotes = four ^ 0x22222222;
  const backslashes = four ^ 0x5c5c5c5c;
  const low = (four - 0x20202020) & ~four;
  return (low | ((quotes - 0x01010101) & ~quotes) | ((backslashes - 0x01010101) & ~backslashes)) & highest;
}

/**
 * How many bytes, of so many at most, are the same at two places. No byte of `a` is a zero, so that doubles which are equal
 * are so bit by bit.
 */
export function commonLength(a: DataView, from: number, b: DataView, at: number, most: number): number {
  let same = 0;
  while (same + wide <= most && a.getFloat64(from + same, true) === b.getFloat64(at + same, true)) same += wide;
  if (same + half <= most && a.getInt32(from + same, true) === b.getInt32(at + same, true)) same += half;
  while (same < most && a.getUint8(from + same) === b.getUint8(at + same)) same += 1;
  return same;
}

/**
 * Goes along an event's JSON text as it stands in a file, and writes what it says to an arena, without the escapes of the
 * file. What it reads answers whether it was there: behind a `false` nothing is known of where it stands.
 */
export class EventBytes {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  out: Uint8Array = new Uint8Array(0);
  to = 0;
  /** The bits of all bytes of the text that was read last: the highest is set where one of them is no ASCII. */
  bits = 0;
  /** The same bytes, eight of which are read or written at once. */
  #in: DataView = new DataView(new ArrayBuffer(0));
  #to: DataView = new DataView(new ArrayBuffer(0));

  /** Stands at a place of a file's bytes, which end with a zero, and writes from a place of the arena on. */
  begin(bytes: Uint8Array, at: number, out: Uint8Array, to: number): void {
    if (bytes !== this.bytes) this.#in = viewOf(bytes);
    if (out !== this.out) this.#to = viewOf(out);
    this.bytes = bytes;
    this.at = at;
    this.out = out;
    this.to = to;
  }

  /** How many bytes from here on are those of another place, of so many at most. */
  sameAs(other: DataView, from: number, most: number): number {
    return commonLength(other, from, this.#in, this.at, Math.min(most, this.bytes.length - this.at));
  }

  /** Writes bytes that are known; where they stand in the file nothing is passed. No eight bytes of UTF-8 are a NaN. */
  write(known: DataView, from: number, end: number): void {
    const out = this.#to;
    let to = this.to;
    let at = from;
    for (; at + wide <= end; at += wide, to += wide) out.setFloat64(to, known.getFloat64(at, true), true);
    if (at + half <= end) {
      out.setInt32(to, known.getInt32(at, true), true);
      at += half;
      to += half;
    }
    for (; at < end; at++, to++) out.setUint8(to, known.getUint8(at));
    this.to = to;
  }

  /** What an event says word by word. */
  literal({ escaped, escapedLength, plain, plainLength }: Literal): boolean {
    if (this.sameAs(escaped, 0, escapedLength) < escapedLength) return false;
    this.write(plain, 0, plainLength);
    this.at += escapedLength;
    return true;
  }

  /** Copies the sign that stands here. */
  sign(): true {
    this.out[this.to++] = this.bytes[this.at++] as number;
    return true;
  }

  quote(): boolean {
    if (this.bytes[this.at] !== backslash || this.bytes[this.at + 1] !== quote) return false;
    this.at += 2;
    this.out[this.to++] = quote;
    return true;
  }

  /** A text up to the quote that ends it. Its characters all stand for themselves; escapes go the slow way. */
  text(): boolean {
    const { bytes, out } = this;
    const wideIn = this.#in;
    const wideOut = this.#to;
    let at = this.at;
    let to = this.to;
    let bits = 0;
    const last = at + Math.min(bytes.length - at, out.length - to) - half;
    for (; at <= last; at += half, to += half) {
      const four = wideIn.getInt32(at, true);
      if (notPlain(four) !== 0) break;
      bits |= four & highest;
      wideOut.setInt32(to, four, true);
    }
    // Which of the four it was does not matter.
    if (bits !== 0) bits = 128;
    // Behind the end of the bytes nothing is a sign.
    for (let code = bytes[at] as number; plainSigns[code] === 1; code = bytes[++at] as number) {
      bits |= code;
      out[to++] = code;
    }
    this.at = at;
    this.to = to;
    this.bits = bits;
    return bytes[at] === backslash && bytes[at + 1] === quote;
  }

  /** A text that is not empty. */
  name(): boolean {
    const from = this.to;
    return this.text() && this.to > from;
  }

  /** A time as all events say it, behind its signs that are known; whether there is such a day is for others to say. */
  time(known: number): boolean {
    const { bytes, at, out, to } = this;
    const length = timeLength - known;
    for (let i = 0; i < length; i++) {
      const code = bytes[at + i] as number;
      const sign = timeSigns[known + i] as number;
      if (sign === zero ? !isDigit(code) : code !== sign) return false;
      out[to + i] = code;
    }
    this.at += length;
    this.to += length;
    return true;
  }

  /** A SHA-256 as lower-case hex. */
  hash(): boolean {
    const { bytes, at, out, to } = this;
    if (at + hashDigits > bytes.length) return false;
    let signs = 0;
    for (let i = 0; i < hashDigits; i++) {
      const code = bytes[at + i] as number;
      signs += hashSigns[code] as number;
      out[to + i] = code;
    }
    this.at += hashDigits;
    this.to += hashDigits;
    return signs === hashDigits;
  }

  /** One or more digits. */
  digits(): boolean {
    const { bytes, out } = this;
    const from = this.at;
    let at = from;
    let to = this.to;
    for (let code = bytes[at] as number; isDigit(code); code = bytes[++at] as number) out[to++] = code;
    this.at = at;
    this.to = to;
    return at > from;
  }

  /** An integer from 0 in plain digits, or -1. */
  natural(): number {
    const from = this.to;
    if (!this.digits() || this.to - from > safeDigits || (this.out[from] === 48 && this.to - from > 1)) return -1;
    return this.number(from, this.to);
  }

  /** A text, an integer, a truth or nothing. */
  scalar(): boolean {
    const code = this.bytes[this.at] as number;
    if (code === backslash) return this.quote() && this.text() && this.quote();
    if (isDigit(code)) return this.natural() >= 0;
    if (code !== minus) return this.literal(yes) || this.literal(no) || this.literal(nothing);
    this.sign();
    // Minus zero is written as zero.
    return this.bytes[this.at] !== zero && this.natural() >= 0;
  }

  /** `null`. */
  none(): boolean {
    return this.literal(nothing);
  }

  /** The number that digits make which were written to the arena. */
  number(from: number, to: number): number {
    let value = 0;
    for (let i = from; i < to; i++) value = value * 10 + (this.out[i] as number) - 48;
    return value;
  }
}
