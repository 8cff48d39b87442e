import { parseFixed } from "../../shared/model/fixed.ts";
import { absolute, signOf } from "./exposure.ts";
import type { InstrumentScale, Ratio } from "./gate.ts";
import type { GateViewSource } from "./gate-source.ts";
import type { OrderState } from "./order-state.ts";
import { isFinished } from "./order-transitions.ts";
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

type Source = Pick<GateViewSource, "state" | "marks" | "scales">;

const stops: ReadonlySet<string> = new Set(["stop", "stop-limit", "trailing-stop"]);

/**
 * Everything that is held or may come to be held, each part with the stop that takes it out; `except` is an order that is
 * judged again. Stops that are nearest take out first, a market order that closes takes out at the last price.
 */
export function stopPlans(source: Source, except?: OrderState): readonly StopPlan[] {
  const { state, scales, marks } = source;
  const { ledger } = state;
  const plans: StopPlan[] = [];
  for (let slot = 0; slot < ledger.positions.length; slot++) {
    const { size } = ledger.position(slot);
    const orders = workingIn(state, slot, except);
    if (size === 0n && orders.length === 0) continue;
    const index = ledger.instrumentOf(slot);
    const scale = scales[index] as InstrumentScale;
    const rate = ledger.currencies.rate(ledger.currencyOf(index));
    const mark = marks.units(index);
    const base = { scale, rate };
    const closing = new Map<OrderState, bigint>();
    if (size !== 0n) {
      plans.push(...heldPlans(base, size, mark, orders, closing));
      noteTargets(size, orders, closing);
    }
    plans.push(...entryPlans(source, base, mark, orders, closing));
  }
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
function exitPrice({ intent, triggeredAt, limitPrice, scale }: OrderState, mark: bigint | null): bigint | null {
  if (intent.type === "market") return mark;
  if (!stops.has(intent.type)) return null;
  if (triggeredAt !== null && intent.type !== "stop-limit") return mark;
  if (intent.type === "stop-limit") return limitPrice;
  return intent.triggerPrice === undefined ? null : parseFixed(intent.triggerPrice, scale.priceDigits);
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
  source: Source,
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
function entryStop({ state }: Source, { orderId, intent, side, scale }: OrderState, from: bigint): bigint | null {
  const working = (state.groups.get(orderId) ?? []).findLast(
    (order) => order.side !== side && stops.has(order.intent.type) && !isFinished(order.status),
  );
  const trigger = working?.intent.triggerPrice ?? intent.bracket?.stopLoss?.triggerPrice;
  if (trigger !== undefined) return parseFixed(trigger, scale.priceDigits);
  const leg = intent.bracket?.stopLoss;
  if (leg?.trailingOffset === undefined) return null;
  const { trailingOffset, trailingOffsetType } = leg;
  let away: bigint;
  if (trailingOffsetType === "percent") away = (from * parseFixed(trailingOffset, 8)) / parseFixed("100", 8);
  else if (trailingOffsetType === "ticks") away = parseFixed(trailingOffset, 0) * scale.priceStep;
  else away = parseFixed(trailingOffset, scale.priceDigits);
  return side === "buy" ? from - away : from + away;
}
