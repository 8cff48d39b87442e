/**
 * What a canonical event says of itself, read in one pass over its text without making a value of it. The fields are text
 * as it stands there: names without their quotes, numbers as digits.
 */
export interface EventFrame {
  readonly type: string;
  readonly at: string;
  readonly mono: string;
  readonly prev: string;
  readonly seq: number;
  readonly session: string;
}

const maxDepth = 64;
const quote = 34;
const backslash = 92;
/** What stands before and behind an event's data; names with escapes or beyond ASCII go the slow way. */
const head =
  /^\{"actor":\{"id":"[ !#-[\]-~]+","kind":"(?:person|trader|model|desk)"\},"at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)","cause":(?:null|0|[1-9]\d{0,14}),"data":(?=\{)/y;
const tail =
  /,"mono":"(\d+)","prev":"([0-9a-f]{64})","seq":(0|[1-9]\d{0,14}),"session":"([ !#-[\]-~]+)","trace":"[ !#-[\]-~]+","type":"([a-z_.]+)","v":1\}$/y;

/** A scanner of canonical JSON (RFC 8785 without fractions). It knows only right and wrong: whoever wants to know why goes the slow way. */
class Scanner {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  /** The end of the canonical value that begins here, or -1. */
  end(): number {
    return this.value(1) ? this.#at : -1;
  }

  value(depth: number): boolean {
    const text = this.#text;
    const code = text.charCodeAt(this.#at);
    switch (code) {
      case quote:
        return this.#string();
      case 123:
        return depth < maxDepth && this.#object(depth);
      case 91:
        return depth < maxDepth && this.#array(depth);
      case 116:
        return this.#word("true");
      case 102:
        return this.#word("false");
      case 110:
        return this.#word("null");
      default:
        return this.#integer(code);
    }
  }

  #object(depth: number): boolean {
    const text = this.#text;
    this.#at += 1;
    if (text.charCodeAt(this.#at) === 125) {
      this.#at += 1;
      return true;
    }
    let before = "";
    for (let first = true; ; first = false) {
      const from = this.#at + 1;
      if (text.charCodeAt(this.#at) !== quote || !this.#string()) return false;
      const key = text.slice(from, this.#at - 1);
      // Escapes would have to be undone to be compared; keys have none, or are read the slow way.
      if (key.includes("\\") || key === "__proto__" || (!first && key <= before)) return false;
      before = key;
      if (text.charCodeAt(this.#at) !== 58) return false;
      this.#at += 1;
      if (!this.value(depth + 1)) return false;
      const next = text.charCodeAt(this.#at);
      this.#at += 1;
      if (next === 125) return true;
      if (next !== 44) return false;
    }
  }

  #array(depth: number): boolean {
    const text = this.#text;
    this.#at += 1;
    if (text.charCodeAt(this.#at) === 93) {
      this.#at += 1;
      return true;
    }
    for (;;) {
      if (!this.value(depth + 1)) return false;
      const next = text.charCodeAt(this.#at);
      this.#at += 1;
      if (next === 93) return true;
      if (next !== 44) return false;
    }
  }

  /** A text whose characters all stand for themselves; escapes and what may be half a character go the slow way. */
  #string(): boolean {
    const text = this.#text;
    for (let i = this.#at + 1; ; i++) {
      const code = text.charCodeAt(i);
      if (code === quote) {
        this.#at = i + 1;
        return true;
      }
      if (!(code >= 32) || code === backslash || (code >= 0xd800 && code <= 0xdfff)) return false;
    }
  }

  #integer(first: number): boolean {
    const text = this.#text;
    let i = this.#at;
    let code = first;
    if (code === 45) code = text.charCodeAt(++i);
    const from = i;
    if (code === 48) {
      // Minus zero is written as zero.
      if (from !== this.#at) return false;
      i += 1;
    } else {
      if (!(code >= 49 && code <= 57)) return false;
      do code = text.charCodeAt(++i);
      while (code >= 48 && code <= 57);
    }
    // Below 10^15 every integer is safe and written in plain digits.
    if (i - from > 15) return false;
    this.#at = i;
    return true;
  }

  #word(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }
}

/**
 * Reads a canonical event of the known form; `null` says nothing but that the slow way has to decide. Every text that it
 * answers is canonical and of the form of `JournalEvent`, its type apart.
 */
export function scanEvent(text: string): EventFrame | null {
  head.lastIndex = 0;
  const began = head.exec(text);
  if (began === null) return null;
  const end = new Scanner(text, head.lastIndex).end();
  if (end < 0) return null;
  tail.lastIndex = end;
  const ended = tail.exec(text);
  if (ended === null) return null;
  const [, mono = "", prev = "", seq = "", session = "", type = ""] = ended;
  return { type, at: began[1] ?? "", mono, prev, seq: Number(seq), session };
}
