/** Bytes as text and back. Decoders are strict: one text per value, `null` for anything else. */

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const padding = 61;
/** Bytes in one call, a multiple of three. */
const atOnce = 3072;
const sextets = new Int16Array(128).fill(-1);
for (let i = 0; i < 64; i++) sextets[alphabet.charCodeAt(i)] = i;
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += hexPairs[byte];
  return text;
}

/** Reads lower-case hexadecimal; `null` for anything else. */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = nibble(text.charCodeAt(2 * i)) * 16 + nibble(text.charCodeAt(2 * i + 1));
  return bytes;
}

const nibble = (code: number): number => (code < 58 ? code - 48 : code - 87);

/** RFC 4648 base64 with padding. Texts put together sign by sign would take ten times their length in memory. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += atOnce) text += base64Of(bytes, at, Math.min(bytes.length, at + atOnce));
  return text;
}

function base64Of(bytes: Uint8Array, from: number, to: number): string {
  const signs: number[] = [];
  for (let i = from; i < to; i += 3) {
    const left = to - i;
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    signs.push(alphabet.charCodeAt(word >> 18), alphabet.charCodeAt((word >> 12) & 63));
    signs.push(left > 1 ? alphabet.charCodeAt((word >> 6) & 63) : padding);
    signs.push(left > 2 ? alphabet.charCodeAt(word & 63) : padding);
  }
  return String.fromCharCode.apply(null, signs);
}

/** Reads padded base64; `null` for a foreign character, missing padding or stray bits, so that no value has two texts. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padded = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const digits = text.length - padded;
  const bytes = new Uint8Array((text.length / 4) * 3 - padded);
  let word = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < digits; i++) {
    const sextet = sextets[text.charCodeAt(i)] ?? -1;
    if (sextet < 0) return null;
    word = ((word << 6) | sextet) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (word >> bits) & 255;
    }
  }
  return (word & ((1 << bits) - 1)) === 0 ? bytes : null;
}

/** Whether two byte strings are equal. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
