import type { DeskState } from "../desk-state.ts";
import { absolute, signOf } from "../exposure.ts";
import type { OrderState, Taken } from "../order-state.ts";
import { isFinished } from "../order-transitions.ts";

/** Takes an entry that brings exits with it into the list of its instrument, oldest first. */
export function enlist(state: DeskState, entry: OrderState): void {
  const entries = state.entries[entry.instrument] as OrderState[];
  if (entries.includes(entry)) return;
  let place = entries.length;
  while (place > 0 && (entries[place - 1] as OrderState).number > entry.number) place--;
  entries.splice(place, 0, entry);
}

/**
 * Counts a fill, or the change of one, towards what is still held of the entries: an entry's fill adds, a fill of its exits
 * takes away, and what anything else takes from the position is taken from the newest entry first. `size` is unsigned for
 * a fill and negative for one that is taken back, which gives the entries back what it had taken.
 */
export function attribute(state: DeskState, order: OrderState, size: bigint): void {
  const entries = state.entries[order.instrument] as OrderState[];
  const { bracket, link } = order.intent;
  if (bracket === undefined && entries.length === 0 && size >= 0n) return;
  const entry = bracket === undefined ? entryOf(state, link?.parent) : order;
  if (entry !== undefined) hold(state, entry, entry === order ? size : -size);
  if (size < 0n) giveBack(state, order, -size);
  clampHeld(state, order.instrument, size > 0n ? order : undefined);
}

function entryOf({ orders }: DeskState, orderId: string | undefined): OrderState | undefined {
  const entry = orderId === undefined ? undefined : orders.get(orderId);
  return entry?.intent.bracket === undefined ? undefined : entry;
}

/** Changes what is held of an entry: where it grows, its exits have something new to protect. */
function hold(state: DeskState, entry: OrderState, change: bigint): void {
  entry.held += change;
  // The change that this is a part of has not got its number yet.
  if (change > 0n) entry.filledBy = state.changes + 1;
  enlist(state, entry);
}

/** Gives the entries back what `size` units of an order's fills had taken from them, what was taken last first. */
function giveBack(state: DeskState, order: OrderState, size: bigint): void {
  let left = size;
  const kept: Taken[] = [];
  for (const taken of (order.took ?? []).toReversed()) {
    const back = taken.size < left ? taken.size : left;
    left -= back;
    if (back < taken.size) kept.unshift({ ...taken, size: taken.size - back });
    const entry = entryOf(state, taken.entryId);
    if (back > 0n && entry !== undefined) hold(state, entry, back);
  }
  order.took = kept.length === 0 ? null : kept;
}

/** Lets the entries hold no more than the position, after whatever has changed it; `taker` remembers what its fill takes from them. */
export function clampHeld(state: DeskState, instrument: number, taker?: OrderState): void {
  const entries = state.entries[instrument] as OrderState[];
  for (const slot of state.ledger.slotsOf(instrument)) {
    const { size } = state.ledger.position(slot);
    let left = absolute(size);
    for (const entry of entries) {
      if (entry.slot !== slot) continue;
      const isOurs = size * signOf(entry.side) > 0n;
      const before = entry.held;
      if (!isOurs || before < 0n) entry.held = 0n;
      else if (before > left) entry.held = left;
      left -= entry.held;
      const taken = before - entry.held;
      if (taker !== undefined && taken > 0n)
        taker.took = [...(taker.took ?? []), { entryId: entry.orderId, size: taken }];
    }
  }
  for (const entry of entries.slice()) retire(state, entry);
}

/** Strikes an entry off the list of its instrument when nothing is left of it to protect. */
export function retire(state: DeskState, entry: OrderState): void {
  if (!isFinished(entry.status) || entry.held > 0n) return;
  const legs = state.groups.get(entry.orderId) ?? [];
  if (!legs.every((leg) => isFinished(leg.status))) return;
  const entries = state.entries[entry.instrument] as OrderState[];
  const index = entries.indexOf(entry);
  if (index >= 0) entries.splice(index, 1);
}
