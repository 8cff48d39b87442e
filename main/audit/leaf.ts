import { toHex } from "./byte-text.ts";
import type { Primitives } from "./primitives.ts";

/** `prev` of the first event, which has no event before it. */
export const noPrevious = "0".repeat(64);

/** The RFC 6962 leaf hash of an event's stored bytes: `SHA-256(0x00 ‖ bytes)`. */
export function leafOf(primitives: Primitives, text: string): Uint8Array {
  const bytes = primitives.utf8(text);
  const preimage = new Uint8Array(bytes.length + 1);
  preimage.set(bytes, 1);
  return primitives.sha256(preimage);
}

/** {@link leafOf} as lower-case hex, the form in which the next event names it. */
export function leafHexOf(primitives: Primitives, text: string): string {
  return primitives.sha256HexOfText?.(`\0${text}`) ?? toHex(leafOf(primitives, text));
}

/** There is an inner node for every leaf: all are hashed from one place. */
const nodePreimage = new Uint8Array(65);
nodePreimage[0] = 1;

/** The RFC 6962 hash of an inner node: `SHA-256(0x01 ‖ left ‖ right)`. */
export function nodeOf(sha256: Primitives["sha256"], left: Uint8Array, right: Uint8Array): Uint8Array {
  nodePreimage.set(left, 1);
  nodePreimage.set(right, 33);
  return sha256(nodePreimage);
}
