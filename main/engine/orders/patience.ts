import type { OrderState } from "../order-state.ts";

interface Wait {
  /** The engine's time, UTC milliseconds. */
  readonly dueAt: number;
  /** The same moment on the clock that never goes back, milliseconds. */
  readonly overAt: number;
}

const none: readonly OrderState[] = [];

/**
 * Waits before the next attempt. One is over at a time of the engine, or when as much has passed on a clock that never
 * goes back: where the machine's is set back, the engine's stands still. What is written down has the engine's time alone.
 */
export class Patience {
  readonly #elapsedMs: (() => number) | null;
  readonly #waits = new Map<OrderState, Wait>();
  /** The waits that have ended before their time of the engine came, by that time. */
  readonly #over = new WeakMap<OrderState, number>();
  #next = Number.POSITIVE_INFINITY;

  /** `elapsedMs` never goes back; `null` where the engine's time is all there is. */
  constructor(elapsedMs: (() => number) | null) {
    this.#elapsedMs = elapsedMs;
  }

  /** Whether an order's wait until `dueAt` is over at `now`, both UTC milliseconds; where none runs, it begins. */
  isOver(order: OrderState, dueAt: number, now: number): boolean {
    if (now >= dueAt || this.#over.get(order) === dueAt) {
      this.#over.delete(order);
      if (this.#waits.delete(order)) this.#refresh();
      return true;
    }
    if (this.#elapsedMs === null || this.#waits.get(order)?.dueAt === dueAt) return false;
    this.#waits.set(order, { dueAt, overAt: this.#elapsedMs() + dueAt - now });
    this.#refresh();
    return false;
  }

  /** The orders whose wait has ended on the clock that never goes back, the oldest first. */
  take(): readonly OrderState[] {
    if (this.#elapsedMs === null || this.#next === Number.POSITIVE_INFINITY) return none;
    const elapsedMs = this.#elapsedMs();
    if (elapsedMs < this.#next) return none;
    const over: OrderState[] = [];
    for (const [order, { dueAt, overAt }] of this.#waits) {
      if (elapsedMs < overAt) continue;
      this.#waits.delete(order);
      this.#over.set(order, dueAt);
      over.push(order);
    }
    this.#refresh();
    return over;
  }

  #refresh(): void {
    let next = Number.POSITIVE_INFINITY;
    for (const { overAt } of this.#waits.values()) next = Math.min(next, overAt);
    this.#next = next;
  }
}
