import { sameBytes } from "./byte-text.ts";
import { nodeOf } from "./leaf.ts";
import type { Primitives } from "./primitives.ts";

type Sha256 = Primitives["sha256"];

const wellFormed = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === 32);

/** Whether `leaf` stands at `index` of the tree of `size` leaves with this root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  sha256: Sha256,
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!(index >= 0 && index < size) || !wellFormed(proof) || leaf.length !== 32) return false;
  let fn = index;
  let sn = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeOf(sha256, sibling, hash);
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else hash = nodeOf(sha256, hash, sibling);
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameBytes(hash, root);
}

/** Whether the tree of `older` leaves is a prefix of the tree of `newer` leaves (RFC 9162 §2.1.4.2). */
export function verifyConsistency(
  sha256: Sha256,
  older: number,
  newer: number,
  proof: readonly Uint8Array[],
  olderRoot: Uint8Array,
  newerRoot: Uint8Array,
): boolean {
  if (!(older > 0 && older <= newer) || !wellFormed(proof)) return false;
  if (older === newer) return proof.length === 0 && sameBytes(olderRoot, newerRoot);
  let fn = older - 1;
  let sn = newer - 1;
  while (fn % 2 === 1) {
    fn = half(fn);
    sn = half(sn);
  }
  const rest = [...proof];
  const start = fn === 0 ? olderRoot : rest.shift();
  if (!start) return false;
  let old = start;
  let now = start;
  for (const sibling of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      old = nodeOf(sha256, sibling, old);
      now = nodeOf(sha256, sibling, now);
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else now = nodeOf(sha256, now, sibling);
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameBytes(old, olderRoot) && sameBytes(now, newerRoot);
}

/** A right shift that holds beyond 32 bits. */
function half(n: number): number {
  return Math.floor(n / 2);
}
