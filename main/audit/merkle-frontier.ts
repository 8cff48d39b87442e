import { nodeOf } from "./leaf.ts";
import type { Primitives } from "./primitives.ts";

/**
 * The right edge of an RFC 6962 tree: enough to append leaves and name the root, in log2(size) hashes.
 * Peaks stand from the largest perfect subtree to the smallest.
 */
export class MerkleFrontier {
  readonly #sha256: Primitives["sha256"];
  #size: number;
  #peaks: Uint8Array[];

  /** Starts empty, or goes on from a stored `size` and its `peaks`. Throws a RangeError when they do not fit together. */
  constructor(sha256: Primitives["sha256"], size = 0, peaks: readonly Uint8Array[] = []) {
    let ones = 0;
    for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
    if (ones !== peaks.length || peaks.some((peak) => peak.length !== 32)) {
      throw new RangeError(`a tree of ${size} leaves has ${ones} peaks of 32 bytes`);
    }
    this.#sha256 = sha256;
    this.#size = size;
    this.#peaks = [...peaks];
  }

  get size(): number {
    return this.#size;
  }

  get peaks(): readonly Uint8Array[] {
    return this.#peaks;
  }

  append(leaf: Uint8Array): void {
    let node = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#peaks.pop();
      if (left) node = nodeOf(this.#sha256, left, node);
    }
    this.#peaks.push(node);
    this.#size += 1;
  }

  /** The root hash; that of an empty tree is the hash of nothing (RFC 6962 §2.1). */
  root(): Uint8Array {
    let root: Uint8Array | null = null;
    for (let i = this.#peaks.length - 1; i >= 0; i--) {
      const peak = this.#peaks[i] as Uint8Array;
      root = root ? nodeOf(this.#sha256, peak, root) : peak;
    }
    return root ?? this.#sha256(new Uint8Array(0));
  }
}
