import type { OrderState } from "../order-state.ts";

interface Deadline {
  readonly order: OrderState;
  readonly at: number;
  /** Counts the deadlines: of two at one moment the smaller number comes first. */
  readonly number: number;
}

/** When orders want to be looked at again because time has passed, soonest first. Time comes with any input, whatever its instrument. */
export class Deadlines {
  /** UTC milliseconds of the soonest, infinite without one: all that an input is compared with. */
  next = Number.POSITIVE_INFINITY;
  /** Soonest last, so that it is taken off the end. */
  readonly #sorted: Deadline[] = [];
  readonly #byOrder = new Map<OrderState, Deadline>();
  #count = 0;

  /** The orders that have one, in the order in which it was set. */
  list(): OrderState[] {
    return this.#sorted.toSorted((a, b) => a.number - b.number).map(({ order }) => order);
  }

  /** Sets an order's deadline, UTC milliseconds; infinite for none. */
  set(order: OrderState, at: number): void {
    const before = this.#byOrder.get(order);
    if (before?.at === at || (before === undefined && at === Number.POSITIVE_INFINITY)) return;
    if (before !== undefined) {
      this.#sorted.splice(this.#placeOf(before), 1);
      this.#byOrder.delete(order);
    }
    if (at < Number.POSITIVE_INFINITY) {
      const deadline = { order, at, number: this.#count++ };
      this.#byOrder.set(order, deadline);
      this.#sorted.splice(this.#placeOf(deadline), 0, deadline);
    }
    this.#refresh();
  }

  /** Takes out the orders whose deadline is at or before `at`, soonest first. */
  take(at: number): OrderState[] {
    const due: OrderState[] = [];
    for (let last = this.#sorted.at(-1); last !== undefined && last.at <= at; last = this.#sorted.at(-1)) {
      this.#sorted.pop();
      this.#byOrder.delete(last.order);
      due.push(last.order);
    }
    this.#refresh();
    return due;
  }

  #refresh(): void {
    this.next = this.#sorted.at(-1)?.at ?? Number.POSITIVE_INFINITY;
  }

  #placeOf({ at, number }: Deadline): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#sorted[middle] as Deadline;
      if (other.at > at || (other.at === at && other.number > number)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
