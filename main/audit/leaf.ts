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

function preimageOf(left: Uint8Array, right: Uint8Array): Uint8Array {
  nodePreimage.set(left, 1);
  nodePreimage.set(right, 33);
  return nodePreimage;
}

/** The RFC 6962 hash of an inner node: `SHA-256(0x01 ‖ left ‖ right)`. */
export function nodeOf(sha256: Primitives["sha256"], left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(preimageOf(left, right));
}

/** The same, written to a place of `into`, which may be where `left` or `right` stands. */
export function nodeInto(
  sha256Into: Primitives["sha256Into"],
  left: Uint8Array,
  right: Uint8Array,
  into: Uint8Array,
  at: number,
): void {
  sha256Into(preimageOf(left, right), into, at);
}

/** The hash of nothing, the root of an empty tree (RFC 6962 §2.1). */
export function emptyRoot(sha256Into: Primitives["sha256Into"]): Uint8Array {
  const root = new Uint8Array(32);
  sha256Into(new Uint8Array(0), root, 0);
  return root;
}
