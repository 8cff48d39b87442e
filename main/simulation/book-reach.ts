import { PriceHeap } from "./price-heap.ts";
import { isImmediate, type VenueOrder } from "./venue-order.ts";

/**
 * How far price and time have to go before anything happens to one book: a quote or bar that stays between {@link below}
 * and {@link above}, and before what is due next, costs three comparisons, whatever the number of orders.
 */
export class BookReach {
  /** A price under this one may reach an order; infinite while an order looks at every price. */
  below = Number.NEGATIVE_INFINITY;
  /** A price over this one may reach an order. */
  above = Number.POSITIVE_INFINITY;
  /** The first end of an order's time. */
  expiry = Number.POSITIVE_INFINITY;
  /** From this time on something is due besides what the price does; NaN while that is not known. */
  dueAt = Number.POSITIVE_INFINITY;
  /** A bar that closes later has to be walked; NaN while that is not known. */
  barsUntil = Number.POSITIVE_INFINITY;
  /** The next message to arrive and the next funding to be paid. */
  #messageAt = Number.POSITIVE_INFINITY;
  #paymentAt = Number.POSITIVE_INFINITY;
  readonly #buys = new PriceHeap("highest");
  readonly #sells = new PriceHeap("lowest");
  readonly #rising = new PriceHeap("lowest");
  readonly #falling = new PriceHeap("highest");
  readonly #expiring = new PriceHeap("lowest");
  /** Orders that look at every price: markets, those that have not been tried yet, and those that end with their one chance. */
  readonly #restless = new Set<VenueOrder>();
  /** A limit is reached when the market stands at it, not only beyond: the venue keeps queues. */
  readonly #touch: boolean;
  /** The price itself may halt this market, so that every bar is walked. */
  readonly #moves: boolean;

  constructor(touch: boolean, moves: boolean) {
    this.#touch = touch;
    this.#moves = moves;
    this.#plan();
  }

  /** Notes when the next message arrives and the next funding is paid; infinite for never. */
  expect(messageAt: number, paymentAt: number): void {
    this.#messageAt = messageAt;
    this.#paymentAt = paymentAt;
    this.#plan();
  }

  #plan(): void {
    const { expiry } = this;
    this.dueAt = Math.min(expiry, this.#messageAt, this.#paymentAt);
    const walks = this.#moves || this.#messageAt !== Number.POSITIVE_INFINITY;
    this.barsUntil = walks ? Number.NEGATIVE_INFINITY : Math.min(expiry, this.#paymentAt);
  }

  /** Notes what reaches an order from now on; what was noted of it before counts no more. */
  include(order: VenueOrder): void {
    order.stamp++;
    if (this.#restless.size > 0) this.#restless.delete(order);
    const { trigger, limit, limitPrice, marketable, buy, intent } = order;
    if (order.expiresAt !== Number.POSITIVE_INFINITY) this.#expiring.push(order.expiresAt, order);
    if (trigger !== null) this.#includeTrigger(order);
    else if (limit === null || marketable !== false || isImmediate(intent)) this.#restless.add(order);
    else if (buy) this.#buys.push(limitPrice, order);
    else this.#sells.push(limitPrice, order);
  }

  #includeTrigger(order: VenueOrder): void {
    const { trigger } = order;
    if (trigger === null) return;
    const { trail, rising, level } = trigger;
    // A trailing stop that has seen no price has no level yet.
    if (Number.isNaN(level) || (trail !== null && Number.isNaN(trail.best))) {
      this.#restless.add(order);
      return;
    }
    (rising ? this.#rising : this.#falling).push(level, order);
    if (trail === null) return;
    // It also wants to hear of prices better than all before.
    if (rising) this.#falling.push(justBelow(trail.best), order);
    else this.#rising.push(justAbove(trail.best), order);
  }

  /** Brings the bounds up to date after orders have come, gone or changed. */
  refresh(): void {
    const expiry = this.#expiring.first();
    if (expiry !== this.expiry) {
      this.expiry = expiry;
      this.#plan();
    }
    if (this.#restless.size > 0) {
      this.below = Number.POSITIVE_INFINITY;
      this.above = Number.NEGATIVE_INFINITY;
      return;
    }
    const buy = this.#buys.first();
    const sell = this.#sells.first();
    this.below = Math.max(this.#touch ? justAbove(buy) : buy, justAbove(this.#falling.first()));
    this.above = Math.min(this.#touch ? justBelow(sell) : sell, justBelow(this.#rising.first()));
  }

  /** Forgets an order that has ended; the heaps notice by themselves. */
  drop(order: VenueOrder): void {
    this.#restless.delete(order);
  }

  /**
   * Takes out the orders that a market between `lowest` and `highest` can do anything to, in the order they stand in. A limit
   * needs a price to trade at, from `buyAt` up to `sellAt`; bars have one span for both. Who trades them puts them back.
   */
  take(lowest: number, highest: number, buyAt: number, sellAt: number): VenueOrder[] {
    const taken: VenueOrder[] = [];
    if (this.#restless.size > 0) {
      for (const order of this.#restless) {
        order.stamp++;
        taken.push(order);
      }
      this.#restless.clear();
    }
    this.#buys.take(buyAt, this.#touch, taken);
    this.#sells.take(sellAt, this.#touch, taken);
    this.#rising.take(highest, true, taken);
    this.#falling.take(lowest, true, taken);
    return taken.length > 1 ? taken.sort((a, b) => a.place - b.place) : taken;
  }

  /** Takes out the orders whose time ends by `at`, in the order they end. */
  takeExpired(at: number): VenueOrder[] {
    const taken: VenueOrder[] = [];
    this.#expiring.take(at, true, taken);
    return taken;
  }
}

/** Slightly more than a step between doubles: comparing strictly with it includes the price itself. */
const nudge = 2 ** -51;

function justAbove(price: number): number {
  return Number.isFinite(price) ? price + Math.abs(price) * nudge : price;
}

function justBelow(price: number): number {
  return Number.isFinite(price) ? price - Math.abs(price) * nudge : price;
}
