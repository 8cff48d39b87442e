import { maxEventLength } from "../bundle-limits.ts";
import { type CursorOptions, type CursorPlace, type Reading, wholeMembers } from "./json-cursor.ts";
import { EventScanner, type ScannedEvent } from "./scan-event.ts";

/** Says that the texts of a stretch are not where its members were counted: the file has to be read carefully. */
export class Miscounted extends Error {
  override readonly name = "Miscounted";
}

/** What was done before with the bytes that events are read from: parsed, told apart by where they end, or nothing. */
export type DoneBefore = "parsed" | "told apart" | "nothing";

const quote = 34;
const backslash = 92;
const comma = 44;
const endOfList = 93;
const lineFeed = 10;
const space = 32;
const tab = 9;
const carriageReturn = 13;
/** Little enough to stay near the processor. */
const usualChunk = 1 << 17;
/** Of one character in UTF-8. */
const mostBytes = 3;

/** What becomes of the events of a file, in order. */
export interface EventMaker<Made> {
  known(scanned: ScannedEvent): Made;
  /** One that the scanner leaves to others. */
  doubtful(text: string): Made;
}

/** The events that begin at a place of a file, one after the other, as the bytes they are. */
export class EventTexts<Made> {
  readonly #maker: EventMaker<Made>;
  readonly #options: CursorOptions;
  readonly #scanner: EventScanner;
  readonly #before: DoneBefore;
  /** What was taken up of the file, and a zero. */
  #bytes: Uint8Array = new Uint8Array(1);
  #at = 0;
  /** Commas since the last event, or one where there was none yet. */
  #commas = 1;
  /** The file's bytes up to here are in `#bytes` or behind us. */
  #offset: number;
  #arena: Uint8Array = new Uint8Array(0);
  #filled = 0;

  constructor(options: CursorOptions, { offset }: CursorPlace, before: DoneBefore, maker: EventMaker<Made>) {
    this.#options = options;
    this.#scanner = new EventScanner(options.decode);
    this.#offset = offset;
    this.#before = before;
    this.#maker = maker;
  }

  /** The next one where all of it is at hand and it has the form that desks write; otherwise `null`. */
  quick(): Made | null {
    this.#skip();
    const scanned = this.#scanner.scan(this.#bytes, this.#at, this.#arena, this.#filled);
    if (scanned === null) return null;
    this.#take(this.#scanner.end);
    this.#filled = scanned.to;
    return this.#maker.known(scanned);
  }

  /** Where in the file the list of events ends, once nothing more could be read of it; -1 where it ends otherwise. */
  get end(): number {
    this.#skip();
    const isEnd = this.#bytes[this.#at] === endOfList && this.#commas === 0;
    return isEnd ? this.#offset - (this.#bytes.length - 1 - this.#at) : -1;
  }

  /** The next one, of whatever form. Throws {@link Miscounted}. */
  *next(): Reading<Made> {
    while (this.#skip() || this.#textEnd() < 0) yield* this.#more();
    const quick = this.quick();
    if (quick !== null) return quick;
    const end = this.#textEnd();
    const text = this.#text(this.#bytes.subarray(this.#at, end));
    this.#take(end);
    return this.#maker.doubtful(text);
  }

  /** Goes behind an event that ends there. */
  #take(end: number): void {
    if (this.#before === "nothing" && (this.#commas !== 1 || end - this.#at > maxEventLength)) throw new Miscounted();
    this.#commas = 0;
    this.#at = end;
  }

  #text(json: Uint8Array): string {
    // Members were told apart by the brace and the quote at their ends; who put these elsewhere wants them to be miscounted.
    const text = this.#options.decode(json);
    if (text === null || !(this.#before === "parsed" || text.indexOf('}"') === text.length - 2)) throw new Miscounted();
    try {
      return JSON.parse(text) as string;
    } catch {
      throw new Miscounted();
    }
  }

  /** Passes white space and a comma; whether the bytes end there. */
  #skip(): boolean {
    let code = this.#bytes[this.#at] as number;
    while (code === comma || code === lineFeed || code === space || code === tab || code === carriageReturn) {
      if (code === comma) this.#commas += 1;
      code = this.#bytes[++this.#at] as number;
    }
    return code === 0;
  }

  /** Behind the quote that ends the text here, or -1 where the bytes end before it. */
  #textEnd(): number {
    if (this.#bytes[this.#at] !== quote) throw new Miscounted();
    for (let at = this.#bytes.indexOf(quote, this.#at + 1); at >= 0; at = this.#bytes.indexOf(quote, at + 1)) {
      let backslashes = 0;
      while (this.#bytes[at - 1 - backslashes] === backslash) backslashes += 1;
      if (backslashes % 2 === 0) return at + 1;
    }
    return -1;
  }

  /** Takes up more of the file behind what is not read yet. */
  *#more(): Reading<void> {
    const { bytes, chunkBytes = usualChunk } = this.#options;
    const waiting = this.#bytes.subarray(this.#at, -1);
    const length = Math.min(bytes - this.#offset, Math.max(chunkBytes, 2 * waiting.length));
    // Nothing that was counted has a zero in it, is cut off by the end of the file, or longer than a member may be.
    const ended = waiting[0] === 0 || length <= 0;
    if (ended || waiting.length > mostBytes * this.#options.maxElement) throw new Miscounted();
    const piece = yield { offset: this.#offset, length };
    const chunk = piece.subarray(0, this.#offset + length < bytes ? wholeMembers(piece) : length);
    this.#offset += chunk.length;
    if (this.#before === "nothing" && !this.#options.isUtf8(chunk)) throw new Miscounted();
    // The chunk is its reader's: the next wish, for proofs maybe, fills the same memory.
    const taken = new Uint8Array(waiting.length + chunk.length + 1);
    taken.set(waiting);
    taken.set(chunk, waiting.length);
    this.#bytes = taken;
    this.#at = 0;
    // Without their escapes events are shorter; the arena before stays with those that are still held.
    this.#arena = new Uint8Array(taken.length);
    this.#filled = 0;
  }
}
