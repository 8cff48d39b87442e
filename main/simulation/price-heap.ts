import type { VenueOrder } from "./venue-order.ts";

interface Entry {
  readonly key: number;
  readonly order: VenueOrder;
  readonly stamp: number;
}

/** Sizes below which a heap is never swept. */
const sweepFrom = 64;

/**
 * Orders by a price (or time), the one that is reached first on top. An order that has ended or moved stays inside until it
 * comes up or a sweep finds more of its kind than living ones: taking it out at once would mean looking for it.
 */
export class PriceHeap {
  readonly #entries: Entry[] = [];
  /** 1 where the lowest price comes first, -1 where the highest does. */
  readonly #sign: 1 | -1;
  #sweepAt = sweepFrom;

  constructor(first: "lowest" | "highest") {
    this.#sign = first === "lowest" ? 1 : -1;
  }

  push(price: number, order: VenueOrder): void {
    if (this.#entries.length >= this.#sweepAt) this.#sweep();
    this.#entries.push({ key: price * this.#sign, order, stamp: order.stamp });
    this.#rise(this.#entries.length - 1);
  }

  /** The price that is reached first; the worst infinity when there is none. */
  first(): number {
    let top = this.#entries[0];
    while (top !== undefined && isDead(top)) {
      this.#pop();
      top = this.#entries[0];
    }
    return top === undefined ? Number.POSITIVE_INFINITY * this.#sign : top.key * this.#sign;
  }

  /** Takes out the living orders whose price is reached: the market stands at `price`, which itself counts when `inclusive`. */
  take(price: number, inclusive: boolean, into: VenueOrder[]): void {
    const key = price * this.#sign;
    for (let top = this.#entries[0]; top !== undefined; top = this.#entries[0]) {
      if (!isDead(top)) {
        if (!(inclusive ? top.key <= key : top.key < key)) return;
        // It is out of every heap now, whichever of them it came from.
        top.order.stamp++;
        into.push(top.order);
      }
      this.#pop();
    }
  }

  #sweep(): void {
    const living = this.#entries.filter((entry) => !isDead(entry)).sort((a, b) => a.key - b.key);
    this.#entries.length = 0;
    // Sorted entries are a heap as they stand.
    for (const entry of living) this.#entries.push(entry);
    this.#sweepAt = Math.max(sweepFrom, 2 * living.length);
  }

  #pop(): void {
    const entries = this.#entries;
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= entries.length) break;
      const right = entries[child + 1];
      if (right !== undefined && right.key < (entries[child] as Entry).key) child++;
      const below = entries[child] as Entry;
      if (below.key >= last.key) break;
      entries[hole] = below;
      hole = child;
    }
    entries[hole] = last;
  }

  #rise(from: number): void {
    const entries = this.#entries;
    const entry = entries[from] as Entry;
    let hole = from;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = entries[parent] as Entry;
      if (above.key <= entry.key) break;
      entries[hole] = above;
      hole = parent;
    }
    entries[hole] = entry;
  }
}

function isDead({ order, stamp }: Entry): boolean {
  return order.done !== "working" || order.stamp !== stamp;
}
