/** One element of DER (X.690): its tag, its content, and the bytes of the whole. */
export interface Der {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** Reads the element at the beginning of `bytes`. Throws a RangeError for what is no definite-length DER. */
function readOne(bytes: Buffer): Der {
  const [tag = 0, first = 0] = bytes;
  if (bytes.length < 2 || (tag & 31) === 31) throw new RangeError("no DER element");
  let length = first;
  let head = 2;
  if (first > 127) {
    const count = first & 127;
    if (count < 1 || count > 4 || bytes.length < 2 + count) throw new RangeError("no definite length");
    length = bytes.readUIntBE(2, count);
    head += count;
    if (length < 128 || (count > 1 && bytes[2] === 0)) throw new RangeError("a length that is not the shortest");
  }
  if (bytes.length < head + length) throw new RangeError("an element that is cut off");
  return { tag, content: bytes.subarray(head, head + length), whole: bytes.subarray(0, head + length) };
}

/** Reads bytes that are one element and nothing behind it. */
export function readDer(bytes: Buffer): Der {
  const element = readOne(bytes);
  if (element.whole.length !== bytes.length) throw new RangeError("there is something behind the element");
  return element;
}

/** The elements inside a constructed one. */
export function children({ content }: Der): Der[] {
  const found: Der[] = [];
  for (let at = 0; at < content.length; ) {
    const element = readOne(content.subarray(at));
    found.push(element);
    at += element.whole.length;
  }
  return found;
}

/** The n-th element inside, which has to be of this tag. */
export function child(parent: Der, place: number, tag: number): Der {
  const found = children(parent)[place];
  if (found?.tag !== tag) throw new RangeError(`no element of tag ${tag} at place ${place}`);
  return found;
}

/** An object identifier in dotted numbers. */
export function readOid({ tag, content }: Der): string {
  if (tag !== 6 || content.length === 0) throw new RangeError("no object identifier");
  const parts: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 127);
    if (byte > 127) continue;
    if (parts.length === 0)
      parts.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
    else parts.push(value);
    value = 0;
  }
  return parts.join(".");
}

/** Writes one element. */
export function writeDer(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [129, size] : [130, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** A GeneralizedTime in UTC with optional fractions, as RFC 3161 has it; UTC milliseconds. */
export function readTime({ tag, content }: Der): number {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d+))?Z$/.exec(content.toString("latin1"));
  if (tag !== 24 || !match) throw new RangeError("no time in UTC");
  const [, year, month, day, hour, minute, second, fraction = ""] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, "0")}Z`);
  if (Number.isNaN(at)) throw new RangeError("no such time");
  return at;
}
