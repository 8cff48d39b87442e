import { bundleLimits } from "../bundle-limits.ts";
import type { Primitives } from "../primitives.ts";
import { MoreNeeded, parseStrictValue, type StrictJson, StrictJsonError } from "../strict-json.ts";

/** A wish for bytes of the file; whoever drives a {@link Reading} answers with exactly these. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** Work over a file that asks for its bytes piece by piece, so that the same code runs over files and over a page's blobs. */
export type Reading<T> = Generator<ByteRange, T, Uint8Array>;

/** Runs work over a file whose bytes are had at once. */
export function drive<T>(work: Reading<T>, bytesOf: (offset: number, length: number) => Uint8Array): T {
  let step = work.next();
  while (step.done !== true) step = work.next(bytesOf(step.value.offset, step.value.length));
  return step.value;
}

export interface CursorOptions {
  readonly bytes: number;
  /** Strict UTF-8: `null` for what is none. */
  readonly decode: (bytes: Uint8Array) => string | null;
  readonly isUtf8: (bytes: Uint8Array) => boolean;
  readonly encode: (text: string) => Uint8Array;
  readonly maxDepth: number;
  /** The most characters of one value. */
  readonly maxElement: number;
  readonly chunkBytes?: number;
}

/** How a bundle of so many bytes is read. */
export function bundleCursor(
  { decodeUtf8, isUtf8, utf8 }: Primitives,
  bytes: number,
  chunkBytes?: number,
): CursorOptions {
  return {
    bytes,
    decode: decodeUtf8,
    isUtf8,
    encode: utf8,
    maxDepth: bundleLimits.maxDepth,
    maxElement: bundleLimits.maxElement,
    ...(chunkBytes === undefined ? {} : { chunkBytes }),
  };
}

/** Where in a file a cursor stands: a place to come back to. */
export interface CursorPlace {
  readonly offset: number;
  readonly before: number;
}

const usualChunk = 1 << 20;
const elementEnd = '}"';

/** Reads one JSON document of any length value by value; memory grows with the longest value alone. Throws StrictJsonErrors. */
export class JsonCursor {
  readonly #options: CursorOptions;
  #text = "";
  #at = 0;
  /** Characters of the file before `#text`. */
  #before: number;
  /** The file's bytes up to here are in `#text` or behind us. */
  #offset: number;

  constructor(options: CursorOptions, place: CursorPlace = { offset: 0, before: 0 }) {
    this.#options = options;
    this.#offset = place.offset;
    this.#before = place.before;
  }

  /** Bytes taken from the file so far. */
  get offset(): number {
    return this.#offset;
  }

  /** Characters of the file that lie behind. */
  get characters(): number {
    return this.#before + this.#at;
  }

  /** Where the next character stands. */
  place(): CursorPlace {
    const ahead = this.#options.encode(this.#text.slice(this.#at)).length;
    return { offset: this.#offset - ahead, before: this.#before + this.#at };
  }

  /** Goes on at another byte of the file; what is refused from there on is said of no place that anyone could find. */
  leap(offset: number): void {
    this.#offset = offset;
    this.#text = "";
    this.#at = 0;
  }

  refuse(what: string): never {
    throw new StrictJsonError(`${what} at character ${this.#before + this.#at}`);
  }

  /** The next character that is no white space, or "" at the end. */
  *peek(): Reading<string> {
    for (;;) {
      while (this.#text.charCodeAt(this.#at) <= 32) {
        if (!" \t\n\r".includes(this.#text.charAt(this.#at))) this.refuse("a value is expected");
        this.#at += 1;
      }
      if (this.#at < this.#text.length) return this.#text.charAt(this.#at);
      if (!(yield* this.#more(0))) return "";
    }
  }

  /** Whether the next sign is this one; it is then taken. */
  *takes(sign: string): Reading<boolean> {
    const found = (yield* this.peek()) === sign;
    if (found) this.#at += 1;
    return found;
  }

  /** The next value. */
  *value(maxDepth = this.#options.maxDepth, maxLength = this.#options.maxElement): Reading<StrictJson> {
    yield* this.peek();
    for (;;) {
      const whole = this.#offset >= this.#options.bytes;
      try {
        const read = parseStrictValue({ text: this.#text, at: this.#at, before: this.#before, whole }, maxDepth);
        if (read.end - this.#at > maxLength) this.refuse(`a value is longer than ${maxLength} characters`);
        this.#at = read.end;
        return read.value;
      } catch (error) {
        if (!(error instanceof MoreNeeded)) throw error;
        const waiting = this.#text.length - this.#at;
        if (waiting > maxLength) this.refuse(`a value is longer than ${maxLength} characters`);
        yield* this.#more(waiting);
      }
    }
  }

  /**
   * Passes the next member of an array of texts that end like an object, with the comma behind it, where all of it is at
   * hand; otherwise the slow way has to be gone. A quote behind a brace can only end a text, unless somebody wants it to
   * look so: who reads the texts later has to find them end here.
   */
  passesText(longest: number): boolean {
    const text = this.#text;
    const at = text.charCodeAt(this.#at) === 10 ? this.#at + 1 : this.#at;
    if (text.charCodeAt(at) !== 34) return false;
    const brace = text.indexOf(elementEnd, at);
    if (brace < 0 || brace - at > longest || text.charCodeAt(brace + 2) !== 44) return false;
    this.#at = brace + 3;
    return true;
  }

  /** Takes up more of the file behind `waiting` characters that stay; `false` at its end. */
  *#more(waiting: number): Reading<boolean> {
    const { bytes, chunkBytes = usualChunk, decode } = this.#options;
    const left = bytes - this.#offset;
    if (left <= 0) return false;
    // Doubling keeps a long value from being read again and again.
    const wanted = Math.min(left, Math.max(chunkBytes, 2 * waiting));
    const chunk = yield { offset: this.#offset, length: wanted };
    const end = wanted === left ? wanted : wholeMembers(chunk);
    const piece = decode(chunk.subarray(0, end));
    if (piece === null || end === 0) throw new StrictJsonError(`no UTF-8 behind byte ${this.#offset}`);
    if (this.#offset === 0 && piece.startsWith("\ufeff")) this.refuse("a byte order mark is no JSON");
    this.#before += this.#at;
    this.#text = waiting > 0 ? this.#text.slice(this.#at) + piece : piece;
    this.#at = 0;
    this.#offset += end;
    return true;
  }
}

/** How many bytes of a piece end with a whole line, so that nothing of it waits for the next; else with a whole character. */
export function wholeMembers(bytes: Uint8Array): number {
  const line = bytes.lastIndexOf(10) + 1;
  return line > bytes.length / 2 ? line : wholeCharacters(bytes);
}

/** How many bytes of a piece end with a whole UTF-8 character. */
function wholeCharacters(bytes: Uint8Array): number {
  let start = bytes.length - 1;
  while (start > 0 && start > bytes.length - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  const lead = bytes[start] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return start + length <= bytes.length ? bytes.length : start;
}
