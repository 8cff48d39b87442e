import type { BarEvent, TickEvent } from "../agent.ts";
import type { OrderState } from "../order-state.ts";
import { TriggerSide } from "./trigger-side.ts";
import { type Source, sources, trailedLevel, type Watch, watchOf } from "./watch.ts";

/** What comes of a watched price. */
export interface TriggerActions {
  /** The price has reached the order's level. It is watched on until it has changed. */
  release(order: OrderState, price: number): void;
  /** A trailing stop follows the market to a new level, in price units. */
  move(order: OrderState, level: bigint): void;
}

/** Rising and falling side by source: index `source × 2`, and one more for falling. */
type Sides = readonly TriggerSide[];

/**
 * The orders whose triggers the desk watches, by instrument and price. A price that reaches none of them costs two
 * comparisons per side that is in use, however many orders wait.
 */
export class TriggerBook {
  /** How many orders wait: a plain field, because the loop looks at it on every input. */
  waiting = 0;
  readonly #sides: Sides[];
  /** Of every instrument what a tick is compared with, as doubles: reading a field of an object costs memory per tick. */
  readonly #thresholds: Float64Array[];
  readonly #watches = new Map<OrderState, Watch>();
  readonly #actions: TriggerActions;
  #count = 0;

  constructor(instruments: number, actions: TriggerActions) {
    this.#thresholds = Array.from({ length: instruments }, () => new Float64Array(sources.length * 4));
    this.#sides = this.#thresholds.map((thresholds) =>
      sources.flatMap((_source, at) => [
        new TriggerSide(true, thresholds, at * 4),
        new TriggerSide(false, thresholds, at * 4 + 2),
      ]),
    );
    this.#actions = actions;
  }

  /** The watched orders in the order in which they came. */
  list(): OrderState[] {
    return [...this.#watches.values()].sort((a, b) => a.number - b.number).map(({ order }) => order);
  }

  has(order: OrderState): boolean {
    return this.#watches.has(order);
  }

  /** Watches an order at its present level, or no longer. */
  set(order: OrderState, watched: boolean): void {
    const before = this.#watches.get(order);
    if (before !== undefined) {
      this.#sideOf(before).remove(before);
      this.#watches.delete(order);
    }
    if (watched) {
      const watch = watchOf(order, before?.number ?? this.#count++);
      if (before !== undefined) watch.best = before.best;
      this.#watches.set(order, watch);
      this.#sideOf(watch).add(watch);
    }
    this.waiting = this.#watches.size;
  }

  /** Looks at one order with the last price: it may be through already, and a trailing stop starts from it. */
  look(order: OrderState, last: number): void {
    const watch = this.#watches.get(order);
    if (watch === undefined || watch.source !== "last" || !(last > 0)) return;
    if (isReleasedBy(watch, last)) this.#actions.release(order, last);
    else if (watch.trail !== null) this.#move(this.#sideOf(watch), last, (other) => other === watch);
  }

  /** Looks at one tick and the last prices by instrument; what is NaN is not there. Numbers are read in place: passing them on would box them. */
  onTick(tick: Readonly<TickEvent>, lasts: Float64Array): void {
    const { instrument } = tick;
    const levels = this.#thresholds[instrument] as Float64Array;
    const last = lasts[instrument] as number;
    const { bid, ask } = tick;
    if (
      last >= (levels[0] as number) ||
      last < (levels[1] as number) ||
      last <= (levels[2] as number) ||
      last > (levels[3] as number) ||
      ask >= (levels[4] as number) ||
      ask < (levels[5] as number) ||
      ask <= (levels[6] as number) ||
      ask > (levels[7] as number) ||
      bid >= (levels[8] as number) ||
      bid < (levels[9] as number) ||
      bid <= (levels[10] as number) ||
      bid > (levels[11] as number)
    ) {
      this.#act(this.#sides[instrument] as Sides, bid, ask, last);
    }
  }

  /**
   * Looks at a whole bar: along O-H-L-C when its close is below its open, else O-L-H-C. What was not there when the bar
   * opened has seen its close only. Of orders that one bar reaches stops come first.
   */
  onBar(bar: BarEvent): void {
    const { open, high, low, close, openTime } = bar;
    const sides = this.#sides[bar.instrument] as Sides;
    if (!sides.some((side) => side.isReachedBy(low) || side.isReachedBy(high))) return;
    const path = close < open ? [open, high, low, close] : [open, low, high, close];
    const released = new Map<number, { readonly watch: Watch; readonly price: number }>();
    for (let point = 0; point < path.length; point++) {
      const price = path[point] as number;
      const saw = ({ order, number }: Watch): boolean =>
        !released.has(number) && (point === path.length - 1 || order.beganAt <= openTime);
      for (const side of sides) {
        const reached: Watch[] = [];
        side.releasedBy(price, reached);
        for (const watch of reached) if (saw(watch)) released.set(watch.number, { watch, price });
      }
      for (const side of sides) this.#move(side, price, saw);
    }
    const byKind = [...released.values()].sort((a, b) => stopsFirst(a.watch, b.watch));
    for (const { watch, price } of byKind) this.#release(watch, price);
  }

  #act(sides: Sides, bid: number, ask: number, last: number): void {
    const prices = [last, ask, bid];
    const released: Watch[] = [];
    sides.forEach((side, index) => {
      const price = prices[index >> 1] as number;
      if (price > 0) side.releasedBy(price, released);
    });
    released.sort(stopsFirst);
    for (const watch of released) this.#release(watch, prices[sources.indexOf(watch.source)] as number);
    sides.forEach((side, index) => {
      this.#move(side, prices[index >> 1] as number, () => true);
    });
  }

  #move(side: TriggerSide, price: number, saw: (watch: Watch) => boolean): void {
    if (!(price > 0) || !side.isReachedBy(price)) return;
    for (const watch of side.movedBy(price, saw)) {
      const level = trailedLevel(watch, price);
      if (level !== null && this.#watches.get(watch.order) === watch) this.#actions.move(watch.order, level);
    }
  }

  /** What went before may have ended the order. */
  #release(watch: Watch, price: number): void {
    const now = this.#watches.get(watch.order);
    if (now !== undefined && now.number === watch.number) this.#actions.release(watch.order, price);
  }

  #sideOf({ order, source, rising }: Watch): TriggerSide {
    return (this.#sides[order.instrument] as Sides)[sideIndex(source, rising)] as TriggerSide;
  }
}

function stopsFirst(a: Watch, b: Watch): number {
  return Number(b.isStop) - Number(a.isStop) || a.number - b.number;
}

function sideIndex(source: Source, rising: boolean): number {
  return sources.indexOf(source) * 2 + (rising ? 0 : 1);
}

function isReleasedBy({ rising, level }: Watch, price: number): boolean {
  return rising ? price >= level : price <= level;
}
