import { emptyRoot, nodeInto } from "./leaf.ts";
import type { Primitives } from "./primitives.ts";

const hashLength = 32;

const hashAt = (level: Uint8Array, at: number): Uint8Array => level.subarray(at, at + hashLength);

function packed(leaves: readonly Uint8Array[]): Uint8Array {
  const level = new Uint8Array(leaves.length * hashLength);
  for (const [index, leaf] of leaves.entries()) level.set(leaf, index * hashLength);
  return level;
}

/** All perfect subtrees over the leaves, level by level: every root and every proof of any smaller size can be read off it. */
export class MerkleTree {
  readonly #sha256Into: Primitives["sha256Into"];
  /** By level, the hashes one after the other: an object for each would cost a multiple of its 32 bytes. */
  readonly #levels: Uint8Array[];

  /** `leaves` as a list, or one after the other in one array. */
  constructor(sha256Into: Primitives["sha256Into"], leaves: readonly Uint8Array[] | Uint8Array) {
    this.#sha256Into = sha256Into;
    this.#levels = [leaves instanceof Uint8Array ? leaves : packed(leaves)];
    for (let level = this.#levels[0] as Uint8Array; level.length >= 2 * hashLength; ) {
      const above = new Uint8Array(Math.floor(level.length / (2 * hashLength)) * hashLength);
      for (let at = 0; at < above.length; at += hashLength) {
        nodeInto(sha256Into, hashAt(level, 2 * at), hashAt(level, 2 * at + hashLength), above, at);
      }
      this.#levels.push(above);
      level = above;
    }
  }

  get size(): number {
    return (this.#levels[0] as Uint8Array).length / hashLength;
  }

  /** The root over the first `size` leaves. */
  root(size = this.size): Uint8Array {
    this.#check(size <= this.size);
    return size === 0 ? emptyRoot(this.#sha256Into) : this.#hash(0, size);
  }

  /** The audit path of leaf `index` in the tree of `size` leaves (RFC 6962 §2.1.1), lowest sibling first. */
  inclusionProof(index: number, size = this.size): Uint8Array[] {
    this.#check(index >= 0 && index < size && size <= this.size);
    const proof: Uint8Array[] = [];
    let from = 0;
    let to = size;
    while (to - from > 1) {
      const middle = from + splitOf(to - from);
      if (index < middle) {
        proof.push(this.#hash(middle, to));
        to = middle;
      } else {
        proof.push(this.#hash(from, middle));
        from = middle;
      }
    }
    return proof.reverse();
  }

  /** The proof that the tree of `older` leaves is a prefix of that of `newer` (RFC 6962 §2.1.2). */
  consistencyProof(older: number, newer = this.size): Uint8Array[] {
    this.#check(older > 0 && older <= newer && newer <= this.size);
    const proof: Uint8Array[] = [];
    let from = 0;
    let to = newer;
    let whole = true;
    while (older !== to) {
      const middle = from + splitOf(to - from);
      if (older <= middle) {
        proof.push(this.#hash(middle, to));
        to = middle;
      } else {
        proof.push(this.#hash(from, middle));
        from = middle;
        whole = false;
      }
    }
    if (!whole) proof.push(this.#hash(from, to));
    return proof.reverse();
  }

  #hash(from: number, to: number): Uint8Array {
    const width = to - from;
    const level = Math.log2(width);
    const known = Number.isInteger(level) && from % width === 0 ? this.#levels[level] : undefined;
    const at = (from / width) * hashLength;
    if (known !== undefined && at + hashLength <= known.length) return hashAt(known, at);
    const middle = from + splitOf(width);
    const hash = new Uint8Array(hashLength);
    nodeInto(this.#sha256Into, this.#hash(from, middle), this.#hash(middle, to), hash, 0);
    return hash;
  }

  #check(holds: boolean): void {
    if (!holds) throw new RangeError(`there is no such proof in a tree of ${this.size} leaves`);
  }
}

/** The largest power of two below `width`. */
function splitOf(width: number): number {
  let split = 1;
  while (split * 2 < width) split *= 2;
  return split;
}
