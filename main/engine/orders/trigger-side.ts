import type { Watch } from "./watch.ts";

/**
 * The orders of one instrument that wait for one price to rise, or for it to fall, kept by their level: the nearest of
 * them is all that a tick is compared with.
 */
export class TriggerSide {
  readonly rising: boolean;
  /** Two doubles of all sides' thresholds, at `slot` and after it: {@link TriggerSide.next} and {@link TriggerSide.follow}. */
  readonly #thresholds: Float64Array;
  readonly #slot: number;
  /** Nearest last, so that it is taken off the end. */
  readonly #watches: Watch[] = [];
  readonly #trailing = new Set<Watch>();
  readonly #never: number;

  constructor(rising: boolean, thresholds: Float64Array, slot: number) {
    this.rising = rising;
    this.#thresholds = thresholds;
    this.#slot = slot;
    this.#never = rising ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    this.next = this.#never;
    this.follow = -this.#never;
  }

  /** The level of the nearest order; out of reach where there is none. */
  get next(): number {
    return this.#thresholds[this.#slot] as number;
  }

  set next(level: number) {
    this.#thresholds[this.#slot] = level;
  }

  /** A price beyond this one may move a trailing order. */
  get follow(): number {
    return this.#thresholds[this.#slot + 1] as number;
  }

  set follow(price: number) {
    this.#thresholds[this.#slot + 1] = price;
  }

  /** Whether a price can do anything here. NaN cannot. */
  isReachedBy(price: number): boolean {
    return this.rising ? price >= this.next || price < this.follow : price <= this.next || price > this.follow;
  }

  add(watch: Watch): void {
    this.#watches.splice(this.#placeOf(watch), 0, watch);
    this.next = (this.#watches.at(-1) as Watch).level;
    if (watch.trail === null) return;
    this.#trailing.add(watch);
    this.#followAlso(watch.best);
  }

  remove(watch: Watch): void {
    const place = this.#watches.indexOf(watch, this.#placeOf(watch));
    if (place >= 0) this.#watches.splice(place, 1);
    this.next = this.#watches.at(-1)?.level ?? this.#never;
    this.#trailing.delete(watch);
  }

  /** Adds the orders that a price releases to a list, nearest first. */
  releasedBy(price: number, released: Watch[]): void {
    for (let i = this.#watches.length - 1; i >= 0; i--) {
      const watch = this.#watches[i] as Watch;
      if (!(this.rising ? price >= watch.level : price <= watch.level)) return;
      released.push(watch);
    }
  }

  /** The trailing orders for which a price is better than all before; they have seen it then. */
  movedBy(price: number, saw: (watch: Watch) => boolean): Watch[] {
    const moved = [...this.#trailing].filter(
      (watch) => (this.rising ? !(price >= watch.best) : !(price <= watch.best)) && saw(watch),
    );
    for (const watch of moved) watch.best = price;
    this.follow = -this.#never;
    for (const { best } of this.#trailing) this.#followAlso(best);
    return moved;
  }

  #followAlso(best: number): void {
    if (Number.isNaN(best)) this.follow = this.#never;
    else if (this.rising ? best > this.follow : best < this.follow) this.follow = best;
  }

  /** Where a level belongs: farthest first, and of two alike the later one first, so that the earlier is nearer. */
  #placeOf({ level, number }: Watch): number {
    let low = 0;
    let high = this.#watches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#watches[middle] as Watch;
      const isFarther = this.rising ? other.level > level : other.level < level;
      if (isFarther || (other.level === level && other.number > number)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
