import { nodeOf } from "./leaf.ts";
import type { Primitives } from "./primitives.ts";

/** All perfect subtrees over the leaves, level by level: every root and every proof of any smaller size can be read off it. */
export class MerkleTree {
  readonly #sha256: Primitives["sha256"];
  readonly #levels: Uint8Array[][];

  constructor(sha256: Primitives["sha256"], leaves: readonly Uint8Array[]) {
    this.#sha256 = sha256;
    this.#levels = [[...leaves]];
    for (let level = this.#levels[0] ?? []; level.length > 1; ) {
      const above: Uint8Array[] = [];
      for (let i = 0; i + 1 < level.length; i += 2) {
        above.push(nodeOf(sha256, level[i] as Uint8Array, level[i + 1] as Uint8Array));
      }
      this.#levels.push(above);
      level = above;
    }
  }

  get size(): number {
    return this.#levels[0]?.length ?? 0;
  }

  /** The root over the first `size` leaves. */
  root(size = this.size): Uint8Array {
    this.#check(size <= this.size);
    return size === 0 ? this.#sha256(new Uint8Array(0)) : this.#hash(0, size);
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
    const known = Number.isInteger(level) && from % width === 0 ? this.#levels[level]?.[from / width] : undefined;
    if (known) return known;
    const middle = from + splitOf(width);
    return nodeOf(this.#sha256, this.#hash(from, middle), this.#hash(middle, to));
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
