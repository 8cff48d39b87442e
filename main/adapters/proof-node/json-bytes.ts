const quote = 34;
const backslash = 92;
const comma = 44;
const lineFeed = 10;

/** Two bytes of a text as JSON writes them: up to four bytes, and how many; beside that, whether one has an escape of its own. */
const pairBytes = new Int32Array(1 << 16);
const pairLengths = new Uint8Array(1 << 16);
const ownEscape = 8;

/** Learns how pairs are written, at the first use: most processes that know of bundles write none. */
function learnPairs(): void {
  if (pairLengths[0] !== 0) return;
  for (let pair = 0; pair < 1 << 16; pair++) {
    let bytes = 0;
    let length = 0;
    let escapes = 0;
    for (const code of [pair & 255, pair >> 8]) {
      if (code === quote || code === backslash) bytes |= backslash << (8 * length++);
      bytes |= code << (8 * length++);
      if (code < 32) escapes = ownEscape;
    }
    pairBytes[pair] = bytes;
    pairLengths[pair] = length + escapes;
  }
}

/**
 * Puts bytes of UTF-8 into a JSON text and says where they end there, or -1 where one of them has an escape of its own. Pair
 * by pair and without a branch: events are full of quotes that nothing foretells.
 */
function escapePairs(from: DataView, begin: number, end: number, into: DataView, at: number): number {
  let to = at;
  let lengths = 0;
  const last = end - 1;
  for (let i = begin; i < last; i += 2) {
    const pair = from.getUint16(i, true);
    const length = pairLengths[pair] as number;
    lengths |= length;
    into.setInt32(to, pairBytes[pair] as number, true);
    to += length & 7;
  }
  if ((end - begin) % 2 === 1) {
    // A space goes with the last of an odd number, and is written over.
    const pair = from.getUint8(last) | 0x2000;
    lengths |= pairLengths[pair] as number;
    into.setInt32(to, pairBytes[pair] as number, true);
    to += ((pairLengths[pair] as number) & 7) - 1;
  }
  return lengths >= ownEscape ? -1 : to;
}

/** A piece of a JSON document as the bytes it is written in; it grows with what is put in. */
export class JsonBytes {
  #bytes: Buffer;
  #view: DataView;
  /** What was taken the last time. */
  #taken: Buffer;
  #length = 0;
  #raw: DataView = viewOf(Buffer.allocUnsafe(4096));

  constructor(expected: number) {
    this.#bytes = Buffer.allocUnsafe(expected);
    this.#view = viewOf(this.#bytes);
    this.#taken = Buffer.allocUnsafe(expected);
  }

  get length(): number {
    return this.#length;
  }

  /** What was put in since the last time; it stays as it is until the next is taken. */
  take(): Buffer {
    [this.#bytes, this.#taken] = [this.#taken, this.#bytes];
    this.#view = viewOf(this.#bytes);
    const length = this.#length;
    this.#length = 0;
    return this.#taken.subarray(0, length);
  }

  /** JSON as it stands. */
  json(json: string): void {
    this.#room(3 * json.length);
    this.#length += this.#bytes.write(json, this.#length, "utf8");
  }

  /** A text as JSON writes it: that of events has nothing to escape but quotes and backslashes, which goes faster here. */
  text(text: string): void {
    learnPairs();
    if (this.#raw.byteLength < 3 * text.length) this.#raw = viewOf(Buffer.allocUnsafe(3 * text.length));
    const raw = this.#raw;
    const size = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).write(text, 0, "utf8");
    // JSON has an escape for half a character, which UTF-8 has not.
    if (!(text.isWellFormed() && this.#escaped(raw, 0, size))) this.json(JSON.stringify(text));
  }

  /** Puts a text in UTF-8 between quotes, where it has nothing to escape but quotes and backslashes. */
  #escaped(from: DataView, begin: number, end: number): boolean {
    // Twice as long at most, quotes, and what the last four bytes that are put reach over.
    this.#room(2 * (end - begin) + 6);
    const to = escapePairs(from, begin, end, this.#view, this.#length + 1);
    if (to < 0) return false;
    this.#bytes[this.#length] = quote;
    this.#bytes[to] = quote;
    this.#length = to + 1;
    return true;
  }

  /** Texts in UTF-8, each behind a zero byte, as the members of a list after each other. */
  texts(bytes: Uint8Array): void {
    learnPairs();
    const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let begin = 1; begin <= bytes.length; ) {
      const next = bytes.indexOf(0, begin);
      const end = next < 0 ? bytes.length : next;
      if (begin > 1) {
        this.#room(2);
        this.#bytes[this.#length++] = comma;
        this.#bytes[this.#length++] = lineFeed;
      }
      if (!this.#escaped(from, begin, end))
        this.json(JSON.stringify(Buffer.from(bytes.buffer, bytes.byteOffset + begin, end - begin).toString("utf8")));
      begin = end + 1;
    }
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(2 * (this.#length + more));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
    this.#view = viewOf(grown);
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView => new DataView(buffer, byteOffset, byteLength);
