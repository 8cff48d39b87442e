import type { Ratio } from "../../../shared/model/ratio.ts";
import { signOf } from "../exposure.ts";
import { fillValue } from "../fill-outcome.ts";
import type { FillRecord } from "../fill-record.ts";
import type { Ledger } from "../ledger.ts";
import type { OrderState } from "../order-state.ts";
import { isFinished } from "../order-transitions.ts";
import { bookFill, flat, type Position, splitPosition } from "../position.ts";

/** The part of a desk's state that grows with its history. */
interface Growing {
  readonly orders: Map<string, OrderState>;
  readonly finished: OrderState[];
  readonly fills: FillRecord[];
  readonly splits: (Ratio & { readonly instrument: number; fillsBefore: number })[];
  readonly groups: Map<string, OrderState[]>;
  readonly entries: readonly (readonly OrderState[])[];
  readonly settled: Map<number, Position>;
  readonly trades: { settle(fills: number): void; restart(): void };
  readonly ledger: Ledger;
  forgetAt: number;
}

/**
 * Lets go of the oldest finished orders but `keep`, and of as many old fills: what they came to stays in the books. It
 * follows from the events alone, so a restart lets go of the same. What others still hang on stays.
 */
export function forgetOldest(state: Growing, keep: number): void {
  const { finished, orders, groups } = state;
  const kept: OrderState[] = [];
  const touched = new Set<string>();
  const last = finished.length - keep;
  for (const [place, order] of finished.entries()) {
    const group = groupOf(order);
    if (place >= last || !isFinished(order.status) || isAlive(state, group)) {
      kept.push(order);
      continue;
    }
    orders.delete(order.orderId);
    if (groups.has(group)) touched.add(group);
  }
  for (const group of touched) {
    const left = (groups.get(group) ?? []).filter(({ orderId }) => orders.has(orderId));
    if (left.length === 0) groups.delete(group);
    else groups.set(group, left);
  }
  finished.splice(0, finished.length, ...kept);
  state.forgetAt = finished.length + keep;
  settleFills(state, state.fills.length - 2 * keep);
}

/** The group that an order is a member of, or whose exits it has. */
function groupOf({ intent: { link }, orderId }: OrderState): string {
  return link?.group ?? orderId;
}

function isAlive({ orders, groups, entries }: Growing, group: string): boolean {
  const entry = orders.get(group);
  if (entry !== undefined && (entries[entry.instrument]?.includes(entry) || !isFinished(entry.status))) return true;
  return (groups.get(group) ?? []).some(({ status }) => !isFinished(status));
}

/** Closes the books of the first `count` fills: positions and trades are counted from there. */
function settleFills(state: Growing, count: number): void {
  const { fills, splits, settled, ledger, trades } = state;
  if (count <= 0) return;
  trades.settle(count);
  let next = 0;
  for (let index = 0; index <= count; index++) {
    for (let split = splits[next]; split !== undefined && split.fillsBefore <= index; split = splits[++next]) {
      for (const slot of ledger.slotsOf(split.instrument)) {
        settled.set(slot, splitPosition(settled.get(slot) ?? flat, split.numerator, split.denominator));
      }
    }
    const fill = fills[index];
    if (fill === undefined || index === count) continue;
    const { order, texts, bookedAt } = fill;
    const { size, notional, fee } = fillValue(state.ledger, order, texts);
    const before = settled.get(order.slot) ?? flat;
    const signed = signOf(order.side) * size;
    settled.set(order.slot, bookFill(before, signed, notional, fee ?? 0n, bookedAt, ledger.terms.costBasis));
  }
  splits.splice(0, next);
  for (const split of splits) split.fillsBefore -= count;
  fills.splice(0, count);
  trades.restart();
}
