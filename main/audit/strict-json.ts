/** What was wrong with a text that claims to be JSON, and at which character. */
export class StrictJsonError extends Error {
  override readonly name = "StrictJsonError";
}

/** Says that a piece of a longer text ends in the middle of a value. */
export class MoreNeeded extends Error {
  override readonly name = "MoreNeeded";
}

export interface StrictJsonLimits {
  readonly maxLength: number;
  readonly maxDepth: number;
}

export type StrictJson = string | number | boolean | null | StrictJson[] | { [key: string]: StrictJson };

const whiteSpace = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literals = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;

/** A JSON reader (RFC 8259) that also refuses duplicate keys, `__proto__`, and anything longer or deeper than it was told. */
class Reader {
  readonly #text: string;
  readonly #maxDepth: number;
  /** Whether nothing follows the text; otherwise a value that its end cuts through throws {@link MoreNeeded}. */
  readonly #whole: boolean;
  /** Characters before this text, for those who are told a place. */
  readonly #before: number;
  #at: number;

  constructor(text: string, maxDepth: number, whole = true, at = 0, before = 0) {
    this.#text = text;
    this.#maxDepth = maxDepth;
    this.#whole = whole;
    this.#at = at;
    this.#before = before;
  }

  get at(): number {
    return this.#at;
  }

  /** One value, wherever it ends. */
  value(depth: number): StrictJson {
    return this.#value(depth);
  }

  document(): StrictJson {
    const value = this.#value(0);
    this.#skip();
    if (this.#at < this.#text.length) this.#refuse("something follows the document");
    return value;
  }

  #value(depth: number): StrictJson {
    this.#skip();
    if (depth > this.#maxDepth) this.#refuse(`nested deeper than ${this.#maxDepth} levels`);
    const first = this.#text[this.#at];
    if (first === "{") return this.#object(depth);
    if (first === "[") return this.#array(depth);
    if (first === '"') return this.#string();
    if (!this.#whole && this.#text.length - this.#at < 5) throw new MoreNeeded();
    for (const [word, value] of literals) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    const digits = this.#match(number);
    if (!this.#whole && this.#at === this.#text.length) throw new MoreNeeded();
    return digits === "" ? this.#refuse("a value is expected") : Number(digits);
  }

  #object(depth: number): StrictJson {
    const object: { [key: string]: StrictJson } = {};
    this.#at += 1;
    if (this.#next("}")) return object;
    do {
      this.#skip();
      if (this.#text[this.#at] !== '"') this.#refuse("a key is expected");
      const key = this.#string();
      if (key === "__proto__" || Object.hasOwn(object, key))
        this.#refuse(`the key ${JSON.stringify(key)} appears twice`);
      if (!this.#next(":")) this.#refuse("a colon is expected");
      object[key] = this.#value(depth + 1);
    } while (this.#next(","));
    if (!this.#next("}")) this.#refuse("a comma or } is expected");
    return object;
  }

  #array(depth: number): StrictJson {
    const array: StrictJson[] = [];
    this.#at += 1;
    if (this.#next("]")) return array;
    do array.push(this.#value(depth + 1));
    while (this.#next(","));
    if (!this.#next("]")) this.#refuse("a comma or ] is expected");
    return array;
  }

  /** The end is found by counting backslashes; the platform's own parser then judges escapes and control characters. */
  #string(): string {
    const from = this.#at;
    for (let quote = from; ; ) {
      quote = this.#text.indexOf('"', quote + 1);
      if (quote < 0) {
        if (!this.#whole) throw new MoreNeeded();
        this.#refuse("a string does not end");
      }
      let backslashes = 0;
      while (this.#text[quote - 1 - backslashes] === "\\") backslashes += 1;
      if (backslashes % 2 === 1) continue;
      this.#at = quote + 1;
      break;
    }
    try {
      return JSON.parse(this.#text.slice(from, this.#at)) as string;
    } catch {
      return this.#refuse("a string has a wrong escape or a control character");
    }
  }

  #next(sign: string): boolean {
    this.#skip();
    const found = this.#text[this.#at] === sign;
    if (found) this.#at += 1;
    return found;
  }

  #skip(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (code <= 32) this.#match(whiteSpace);
    if (!this.#whole && this.#at >= this.#text.length) throw new MoreNeeded();
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }

  #refuse(what: string): never {
    throw new StrictJsonError(`${what} at character ${this.#before + this.#at}`);
  }
}

/** Reads JSON from a stranger. Throws a {@link StrictJsonError}; time and memory grow with the text alone. */
export function parseStrictJson(text: string, limits: StrictJsonLimits): StrictJson {
  if (text.length > limits.maxLength)
    throw new StrictJsonError(`the text is longer than ${limits.maxLength} characters`);
  return new Reader(text, limits.maxDepth).document();
}

/**
 * Reads the value that begins at a place of a piece of a longer text, and says where it ends; `before` is how much of the
 * text came before the piece. Throws {@link MoreNeeded} where the piece ends before the value surely does, and a
 * {@link StrictJsonError} for what is no JSON.
 */
export function parseStrictValue(
  piece: { readonly text: string; readonly at: number; readonly before: number; readonly whole: boolean },
  maxDepth: number,
): { readonly value: StrictJson; readonly end: number } {
  const reader = new Reader(piece.text, maxDepth, piece.whole, piece.at, piece.before);
  const value = reader.value(0);
  return { value, end: reader.at };
}
