import { formatFixed, tenTo } from "../../../shared/model/fixed.ts";
import { dayOrderEnd } from "../../../shared/model/trading-session.ts";
import type { VenueCapabilities } from "../../../shared/model/venue-capabilities.ts";
import type { BarEvent, TickEvent } from "../agent.ts";
import type { DeskState } from "../desk-state.ts";
import type { OrderState } from "../order-state.ts";
import { isFinished } from "../order-transitions.ts";
import { isDeskTimed } from "./capability-rules.ts";
import { Deadlines } from "./deadlines.ts";
import { isLeaving } from "./exit-parts.ts";
import { Patience } from "./patience.ts";
import { TriggerBook } from "./trigger-book.ts";

/** What the desk does with an order by itself; each goes the way of any order. Prices are decimal text. */
export interface StandingActions {
  trigger(order: OrderState, price: string): void;
  /** A trailing stop's new level. */
  trail(order: OrderState, triggerPrice: string): void;
  /** Ends an order whose time has passed. */
  expire(order: OrderState): void;
  /** Asks the venue what became of an order; absent where it cannot be asked. */
  readonly query: ((order: OrderState) => void) | null;
  /** Tries again what is wanted of an order. */
  retry(order: OrderState): void;
}

/** Ids of the orders that wait. */
export interface StandingRecord {
  readonly triggers: readonly string[];
  readonly deadlines: readonly string[];
}

/** How long the desk waits before it asks again for what the venue has not done or not answered. */
const askAgainAfterMs = 5000;

/**
 * What waits at the desk rather than at a venue: triggers that it watches, ends that it keeps, orders whose state it has to
 * ask for. All of it follows from the orders' state, so a restart that restores the orders has restored this too.
 */
export class StandingOrders {
  readonly triggers: TriggerBook;
  readonly deadlines = new Deadlines();
  readonly #state: DeskState;
  readonly #capabilities: VenueCapabilities;
  readonly #validityMs: number;
  readonly #actions: StandingActions;
  /** When the desk last asked what became of an order: a venue that does not answer is not asked on every tick. */
  readonly #asked = new Map<OrderState, number>();
  /** When what is wanted of an order is tried again, UTC milliseconds. Whoever resumes a desk looks at every order anew. */
  readonly #retries = new Map<OrderState, number>();
  readonly #patience: Patience;

  /** `validityMs` is how long a sent order may still turn up at the venue; `elapsedMs` counts on where the engine's time stands still. */
  constructor(
    state: DeskState,
    capabilities: VenueCapabilities,
    { validityMs = 0, elapsedMs }: { readonly validityMs?: number; readonly elapsedMs?: () => number },
    actions: StandingActions,
  ) {
    this.#patience = new Patience(elapsedMs ?? null);
    this.#state = state;
    this.#capabilities = capabilities;
    this.#validityMs = validityMs;
    this.#actions = actions;
    this.triggers = new TriggerBook(state.working.length, {
      release: (order, price) => {
        if (!this.#isHeld(order)) actions.trigger(order, priceText(order, price));
      },
      move: (order, level) => actions.trail(order, formatFixed(level, order.scale.priceDigits)),
    });
  }

  /** Takes note of an order's change; acts on nothing. */
  sync(order: OrderState): void {
    const { intent, atVenue, triggeredAt, status } = order;
    const waits = intent.managedBy === "desk" && !atVenue && triggeredAt === null && status === "accepted";
    if (waits || this.triggers.has(order)) this.triggers.set(order, waits);
    this.deadlines.set(order, this.#due(order));
  }

  /**
   * Whether an order, be it finished or not, has waited until a time, both UTC milliseconds; where not, what is wanted of it
   * is tried again then.
   */
  hasWaited(order: OrderState, until: number, now: number): boolean {
    if (this.#patience.isOver(order, until, now)) return true;
    this.#retries.set(order, until);
    this.deadlines.set(order, this.#due(order));
    return false;
  }

  /** Tries again what has waited long enough, though the engine's time may not say so; returns whether anything was. */
  retryOverdue(): boolean {
    const orders = this.#patience.take();
    for (const order of orders) this.#actions.retry(order);
    return orders.length > 0;
  }

  /** What waits, in the order in which it came: of two at one price or time the first comes first. */
  save(): StandingRecord {
    const ids = (orders: readonly OrderState[]): string[] => orders.map(({ orderId }) => orderId);
    const own = this.deadlines.list().filter((order) => this.#ownDue(order) < Number.POSITIVE_INFINITY);
    return { triggers: ids(this.triggers.list()), deadlines: ids(own) };
  }

  /** Takes over what a snapshot says, once its orders are there. */
  restore({ triggers, deadlines }: StandingRecord): void {
    const order = (orderId: string): OrderState => {
      const found = this.#state.orders.get(orderId);
      if (found === undefined) throw new RangeError(`order ${orderId} waits and is not there`);
      return found;
    };
    for (const each of triggers.map(order)) this.triggers.set(each, true);
    for (const each of deadlines.map(order)) this.deadlines.set(each, this.#due(each));
  }

  /** Releases an order that the last price has reached already, and lets a trailing stop start from it. */
  look(order: OrderState, last: number): void {
    if (this.triggers.has(order)) this.triggers.look(order, last);
  }

  onTick(tick: Readonly<TickEvent>, lasts: Float64Array): void {
    this.triggers.onTick(tick, lasts);
  }

  onBar(bar: BarEvent): void {
    this.triggers.onBar(bar);
  }

  /** Does what is due at a time, UTC milliseconds. */
  onTime(at: number): void {
    for (const order of this.deadlines.take(at)) {
      if ((this.#retries.get(order) ?? Number.POSITIVE_INFINITY) <= at) {
        this.#retries.delete(order);
        this.#actions.retry(order);
      }
      if (this.#ownDue(order) <= at) this.#end(order, at);
      this.sync(order);
    }
  }

  /** Its time is over: it expires, or where its fate is unknown the venue is asked for it. */
  #end(order: OrderState, at: number): void {
    if (order.unknownSince === null) {
      this.#actions.expire(order);
    } else {
      this.#asked.set(order, at);
      this.#actions.query?.(order);
    }
  }

  #due(order: OrderState): number {
    return Math.min(this.#ownDue(order), this.#retries.get(order) ?? Number.POSITIVE_INFINITY);
  }

  #ownDue(order: OrderState): number {
    const { intent, status, unknownSince, cancelAskedAt } = order;
    if (unknownSince !== null) {
      if (this.#actions.query === null) return Number.POSITIVE_INFINITY;
      return Math.max(unknownSince + this.#validityMs, again(this.#asked.get(order)));
    }
    if (this.#asked.size > 0) this.#asked.delete(order);
    if (isFinished(status) || status === "pending_cancel" || status === "initialized") return Number.POSITIVE_INFINITY;
    const { timeInForce, expireAt } = intent;
    const notBefore = again(cancelAskedAt ?? undefined);
    if (order.atVenue && !isDeskTimed(timeInForce, this.#capabilities)) return Number.POSITIVE_INFINITY;
    if (timeInForce === "GTD") return Math.max(expireAt ?? Number.POSITIVE_INFINITY, notBefore);
    if (timeInForce !== "DAY") return Number.POSITIVE_INFINITY;
    return Math.max(dayOrderEnd(order.scale.instrument.tradingHours, order.beganAt), notBefore);
  }

  /** Another exit of its group is on its way to the market: only what that one leaves may follow. */
  #isHeld(order: OrderState): boolean {
    const { group } = order;
    if (group === null || order.intent.link?.role === "oto") return false;
    return (this.#state.groups.get(group) ?? []).some((other) => other !== order && isLeaving(other));
  }
}

function again(askedAt: number | undefined): number {
  return askedAt === undefined ? Number.NEGATIVE_INFINITY : askedAt + askAgainAfterMs;
}

/** A market price as text, rounded to the instrument's digits. */
function priceText({ scale: { priceDigits } }: OrderState, price: number): string {
  return formatFixed(BigInt(Math.round(price * Number(tenTo(priceDigits)))), priceDigits);
}
