const arenaBytes = 1 << 20;

/** Where texts become bytes: one large buffer after the other, so that an event costs no buffer of its own. */
export class TextArena {
  #buffer = Buffer.allocUnsafeSlow(arenaBytes);
  #at = 0;

  /** A zero byte, as the leaf hash of RFC 6962 wants it, and the three texts in UTF-8; the bytes stay what they are. */
  leaf(head: string, prev: string, tail: string): Buffer {
    const most = 1 + 3 * (head.length + prev.length + tail.length);
    if (this.#at + most > this.#buffer.length) {
      this.#buffer = Buffer.allocUnsafeSlow(Math.max(arenaBytes, most));
      this.#at = 0;
    }
    const buffer = this.#buffer;
    const from = this.#at;
    let at = from;
    buffer[at++] = 0;
    at += buffer.write(head, at, "utf8");
    at += buffer.write(prev, at, "latin1");
    at += buffer.write(tail, at, "utf8");
    this.#at = at;
    return buffer.subarray(from, at);
  }
}
