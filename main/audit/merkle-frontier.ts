import { emptyRoot, nodeInto } from "./leaf.ts";
import type { Primitives } from "./primitives.ts";

/**
 * The right edge of an RFC 6962 tree: enough to append leaves and name the root, in log2(size) hashes.
 * Peaks stand from the largest perfect subtree to the smallest.
 */
export class MerkleFrontier {
  readonly #sha256Into: Primitives["sha256Into"];
  #size: number;
  /** Arrays of its own, written over as the tree grows; those behind the peaks are kept for later ones. */
  readonly #hashes: Uint8Array[];
  #peaks: number;

  /** Starts empty, or goes on from a stored `size` and its `peaks`. Throws a RangeError when they do not fit together. */
  constructor(sha256Into: Primitives["sha256Into"], size = 0, peaks: readonly Uint8Array[] = []) {
    let ones = 0;
    for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
    if (ones !== peaks.length || peaks.some((peak) => peak.length !== 32)) {
      throw new RangeError(`a tree of ${size} leaves has ${ones} peaks of 32 bytes`);
    }
    this.#sha256Into = sha256Into;
    this.#size = size;
    this.#hashes = peaks.map((peak) => new Uint8Array(peak));
    this.#peaks = ones;
  }

  get size(): number {
    return this.#size;
  }

  get peaks(): readonly Uint8Array[] {
    return this.#hashes.slice(0, this.#peaks).map((peak) => peak.slice());
  }

  append(leaf: Uint8Array): void {
    let node = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#hashes[--this.#peaks] as Uint8Array;
      nodeInto(this.#sha256Into, left, node, left, 0);
      node = left;
    }
    if (node === leaf) {
      this.#hashes[this.#peaks] ??= new Uint8Array(32);
      this.#hashes[this.#peaks]?.set(leaf);
    }
    this.#peaks += 1;
    this.#size += 1;
  }

  /** The root hash; that of an empty tree is the hash of nothing. */
  root(): Uint8Array {
    const last = this.#hashes[this.#peaks - 1];
    if (this.#peaks === 0 || last === undefined) return emptyRoot(this.#sha256Into);
    const root = last.slice();
    for (let i = this.#peaks - 2; i >= 0; i--) nodeInto(this.#sha256Into, this.#hashes[i] as Uint8Array, root, root, 0);
    return root;
  }
}
