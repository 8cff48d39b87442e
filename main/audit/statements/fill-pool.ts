import type { CountedFill, SearchSteps, WantedSum } from "./fill-sum.ts";

/** How far apart the clocks of a venue and of the desk may be. */
export const apartMs = 5_000;

/** The fills of one instrument and side, found by time, by order, and by size and price. */
export class FillPool {
  readonly #byTime: readonly CountedFill[];
  readonly #byOrder: ReadonlyMap<string, readonly CountedFill[]>;
  /** Those of one size and price, in order of time, and the first of them that may still be of use. */
  readonly #alike: ReadonlyMap<string, { readonly fills: readonly CountedFill[]; next: number }>;

  constructor(fills: readonly CountedFill[]) {
    this.#byTime = fills.toSorted((a, b) => a.fill.at - b.fill.at || a.fill.seq - b.fill.seq);
    this.#byOrder = Map.groupBy(this.#byTime, ({ fill }) => fill.orderId);
    const alike = Map.groupBy(this.#byTime, ({ size, price }) => keyOf(size, price));
    this.#alike = new Map([...alike].map(([key, same]) => [key, { fills: same, next: 0 }]));
  }

  /**
   * Takes the earliest fill that is an execution by itself; `null` where none is. Executions are asked for in the order of
   * their times, so that each such fill goes to the first that it can be.
   */
  takeAlone({ size, price }: WantedSum, at: number): CountedFill | null {
    const alike = this.#alike.get(keyOf(size, price));
    if (alike === undefined || size === 0n) return null;
    while ((alike.fills[alike.next]?.fill.at ?? at) < at - apartMs) alike.next += 1;
    const fill = alike.fills[alike.next];
    if (fill === undefined || fill.fill.at > at + apartMs) return null;
    alike.next += 1;
    return fill;
  }

  /** The fills within five seconds of a time, taken or not, in order, as far as the steps reach. */
  around(at: number, steps: SearchSteps): CountedFill[] {
    const found: CountedFill[] = [];
    for (let i = this.#firstFrom(at - apartMs); i < this.#byTime.length; i++) {
      const each = this.#byTime[i] as CountedFill;
      if (each.fill.at > at + apartMs || !steps.take()) break;
      found.push(each);
    }
    return found;
  }

  /** All fills of an order, in order of time. */
  ofOrder(orderId: string): readonly CountedFill[] {
    return this.#byOrder.get(orderId) ?? [];
  }

  #firstFrom(time: number): number {
    let low = 0;
    let high = this.#byTime.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#byTime[middle] as CountedFill).fill.at < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function keyOf(size: bigint, price: bigint): string {
  return `${size} ${price}`;
}
