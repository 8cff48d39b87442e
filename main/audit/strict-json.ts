/** What was wrong with a text that claims to be JSON, and at which character. */
export class StrictJsonError extends Error {
  override readonly name = "StrictJsonError";
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
  #at = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
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
    for (const [word, value] of literals) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    const digits = this.#match(number);
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
      if (quote < 0) this.#refuse("a string does not end");
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
    this.#match(whiteSpace);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }

  #refuse(what: string): never {
    throw new StrictJsonError(`${what} at character ${this.#at}`);
  }
}

/** Reads JSON from a stranger. Throws a {@link StrictJsonError}; time and memory grow with the text alone. */
export function parseStrictJson(text: string, limits: StrictJsonLimits): StrictJson {
  if (text.length > limits.maxLength)
    throw new StrictJsonError(`the text is longer than ${limits.maxLength} characters`);
  return new Reader(text, limits.maxDepth).document();
}
