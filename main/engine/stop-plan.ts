import { parseFixed } from "../../shared/model/fixed.ts";
import type { Ratio } from "../../shared/model/ratio.ts";
import type { DeskState } from "./desk-state.ts";
import { absolute, signOf } from "./exposure.ts";
import type { InstrumentScale } from "./gate.ts";
import type { GateViewSource } from "./gate-source.ts";
import type { OrderState } from "./order-state.ts";
import { isFinished } from "./order-transitions.ts";
import type { Position } from "./position.ts";
import { isStop, stopPrice } from "./protective-stop.ts";
import { workingIn } from "./slot-orders.ts";

/** A part of the book and the price that takes it out again. Prices and sizes are units of the instrument. */
export interface StopPlan {
  readonly scale: InstrumentScale;
  /** What the instrument's money is worth in the account's currency; `null` without a declared rate. */
  readonly rate: Ratio | null;
  readonly side: "long" | "short";
  readonly size: bigint;
  /** The last price of what is held, the price at which a working order comes in; `null` without a price. */
  readonly from: bigint | null;
  /** Where it is taken out; `null`: nothing working limits the loss. */
  readonly stop: bigint | null;
  /** Held by now; otherwise it still has to come in. */
  readonly held: boolean;
}

/** What a book of stops is made of. */
export type StopSource = Pick<GateViewSource, "state" | "marks" | "scales">;

/** What one slot of the ledger looked like when its plans were made. */
interface KeptPlans {
  readonly position: Position;
  readonly mark: bigint | null;
  readonly rate: Ratio | null;
  readonly orders: number;
  readonly latest: number;
  readonly plans: readonly StopPlan[];
}

const none: readonly StopPlan[] = [];
const books = new WeakMap<DeskState, StopBook>();

/** The book of a desk, kept between two orders. */
export function stopBook(source: StopSource): StopBook {
  const known = books.get(source.state);
  if (known !== undefined) return known;
  const made = new StopBook(source);
  books.set(source.state, made);
  return made;
}

/**
 * Everything that is held or may come to be held, each part with the stop that takes it out. Stops that are nearest take
 * out first, a market order that closes takes out at the last price. What has not changed is not worked out again.
 */
export class StopBook {
  readonly #source: StopSource;
  readonly #kept: (KeptPlans | null)[] = [];

  constructor(source: StopSource) {
    this.#source = source;
  }

  /** The plans of each slot that holds something or may; a list stays the same one while its slot does. */
  slots(except?: OrderState): (readonly StopPlan[])[] {
    const { positions } = this.#source.state.ledger;
    const found: (readonly StopPlan[])[] = [];
    for (let slot = 0; slot < positions.length; slot++) {
      const plans = this.#plansOf(slot, except);
      if (plans.length > 0) found.push(plans);
    }
    return found;
  }

  #plansOf(slot: number, except: OrderState | undefined): readonly StopPlan[] {
    const { state, marks } = this.#source;
    const { ledger } = state;
    const position = ledger.position(slot);
    const isExcepted = except?.slot === slot;
    const orders = workingIn(state, slot, isExcepted ? except : undefined);
    if (position.size === 0n && orders.length === 0) return none;
    const index = ledger.instrumentOf(slot);
    const mark = marks.units(index);
    const rate = ledger.currencies.rate(ledger.currencyOf(index));
    if (isExcepted) return plansOf(this.#source, slot, orders);
    let latest = 0;
    // Every change of an order has a higher number than those before it, and one that ends is gone.
    for (let i = 0; i < orders.length; i++) latest = Math.max(latest, (orders[i] as OrderState).changed);
    const kept = this.#kept[slot];
    const same =
      kept != null &&
      kept.position === position &&
      kept.mark === mark &&
      kept.rate === rate &&
      kept.orders === orders.length &&
      kept.latest === latest;
    if (same) return kept.plans;
    const plans = plansOf(this.#source, slot, orders);
    this.#kept[slot] = { position, mark, rate, orders: orders.length, latest, plans };
    return plans;
  }
}

function plansOf(source: StopSource, slot: number, orders: readonly OrderState[]): StopPlan[] {
  const { state, scales, marks } = source;
  const { ledger } = state;
  const { size } = ledger.position(slot);
  const index = ledger.instrumentOf(slot);
  const mark = marks.units(index);
  const base = { scale: scales[index] as InstrumentScale, rate: ledger.currencies.rate(ledger.currencyOf(index)) };
  const closing = new Map<OrderState, bigint>();
  const plans: StopPlan[] = [];
  if (size !== 0n) {
    plans.push(...heldPlans(base, size, mark, orders, closing));
    noteTargets(size, orders, closing);
  }
  plans.push(...entryPlans(source, base, mark, orders, closing));
  return plans;
}

type Base = Pick<StopPlan, "scale" | "rate">;

/** What is held, taken out by the working orders that close it; `closing` is given what of each order that needs. */
function heldPlans(
  base: Base,
  position: bigint,
  mark: bigint | null,
  orders: readonly OrderState[],
  closing: Map<OrderState, bigint>,
): StopPlan[] {
  const side = position > 0n ? "long" : "short";
  const exits = orders
    .filter((order) => signOf(order.side) * position < 0n)
    .flatMap((order) => {
      const at = exitPrice(order, mark);
      return at === null ? [] : [{ order, at }];
    })
    .sort((a, b) => Number(side === "long" ? b.at - a.at : a.at - b.at));
  const plans: StopPlan[] = [];
  let left = absolute(position);
  for (const { order, at } of exits) {
    if (left === 0n) break;
    const size = order.exposed < left ? order.exposed : left;
    closing.set(order, size);
    left -= size;
    plans.push({ ...base, side, size, from: mark, stop: at, held: true });
  }
  if (left > 0n) plans.push({ ...base, side, size: left, from: mark, stop: null, held: true });
  return plans;
}

/** Where a working order takes a position out if the market goes against it; `null` for one that waits for a better price. */
function exitPrice({ intent, side, triggeredAt, scale }: OrderState, mark: bigint | null): bigint | null {
  if (intent.type === "market") return mark;
  if (!isStop(intent)) return null;
  if (triggeredAt !== null && intent.type !== "stop-limit") return mark;
  if (intent.triggerPrice === undefined) return null;
  const at = stopPrice(intent, side, 0n, scale);
  // Once it has been triggered, a price beyond its limit leaves it behind.
  const isLeft = triggeredAt !== null && at !== null && mark !== null && (side === "sell" ? mark < at : mark > at);
  return isLeft ? null : at;
}

/** Orders that wait for a better price close what is held before they open anything. */
function noteTargets(position: bigint, orders: readonly OrderState[], closing: Map<OrderState, bigint>): void {
  let left = absolute(position);
  for (const order of orders) {
    if (left === 0n) return;
    if (signOf(order.side) * position >= 0n || order.reduceOnly || closing.has(order)) continue;
    const size = order.exposed < left ? order.exposed : left;
    closing.set(order, size);
    left -= size;
  }
}

/** Working orders that may open; of those that cancel each other every one counts. */
function entryPlans(
  source: StopSource,
  base: Base,
  mark: bigint | null,
  orders: readonly OrderState[],
  closing: ReadonlyMap<OrderState, bigint>,
): StopPlan[] {
  const { priceDigits } = base.scale;
  return orders.flatMap((order) => {
    const size = order.exposed - (closing.get(order) ?? 0n);
    if (order.reduceOnly || size <= 0n) return [];
    const trigger = order.intent.triggerPrice;
    const from = order.limitPrice ?? (trigger === undefined ? mark : parseFixed(trigger, priceDigits));
    const stop = from === null ? null : entryStop(source, order, from);
    return [{ ...base, side: order.side === "buy" ? "long" : "short", size, from, stop, held: false } as const];
  });
}

/** The stop that an entry brings with it, or that works for it already. */
function entryStop({ state }: StopSource, { orderId, intent, side, scale }: OrderState, from: bigint): bigint | null {
  const working = (state.groups.get(orderId) ?? []).findLast(
    (order) => order.side !== side && isStop(order.intent) && !isFinished(order.status),
  );
  if (working?.intent.triggerPrice !== undefined) return stopPrice(working.intent, working.side, from, scale);
  const leg = intent.bracket?.stopLoss;
  return leg === undefined ? null : stopPrice(leg, side === "buy" ? "sell" : "buy", from, scale);
}
