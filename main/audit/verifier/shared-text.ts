/** A text that many events share, kept as long as the next one says the same. */
export class SharedText {
  readonly #decode: (bytes: Uint8Array) => string | null;
  #bytes = new Uint8Array(0);
  #text = "";

  constructor(decode: (bytes: Uint8Array) => string | null) {
    this.#decode = decode;
  }

  read(bytes: Uint8Array, from: number, to: number): string {
    if (!equalBytes(bytes, from, to, this.#bytes)) {
      this.#bytes = new Uint8Array(bytes.subarray(from, to));
      this.#text = this.#decode(this.#bytes) ?? "";
    }
    return this.#text;
  }
}

/** Whether a stretch of bytes is the same as all of another. */
export function equalBytes(bytes: Uint8Array, from: number, to: number, other: Uint8Array): boolean {
  if (to - from !== other.length) return false;
  for (let i = 0; i < other.length; i++) if (bytes[from + i] !== other[i]) return false;
  return true;
}
