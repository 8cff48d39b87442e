import type { DeskState } from "../desk-state.ts";
import { absolute, signOf } from "../exposure.ts";
import type { OrderState } from "../order-state.ts";
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
 * a fill and negative for one that is taken back.
 */
export function attribute(state: DeskState, order: OrderState, size: bigint): void {
  const entries = state.entries[order.instrument] as OrderState[];
  const { bracket, link } = order.intent;
  if (bracket === undefined && entries.length === 0) return;
  if (bracket !== undefined) {
    order.held += size;
    enlist(state, order);
  } else if (link?.parent !== undefined) {
    const entry = state.orders.get(link.parent);
    if (entry?.intent.bracket !== undefined) {
      entry.held -= size;
      enlist(state, entry);
    }
  }
  clampHeld(state, order.instrument);
}

/** Lets the entries hold no more than the position, after whatever has changed it. */
export function clampHeld(state: DeskState, instrument: number): void {
  const entries = state.entries[instrument] as OrderState[];
  for (const slot of state.ledger.slotsOf(instrument)) {
    const { size } = state.ledger.position(slot);
    let left = absolute(size);
    for (const entry of entries) {
      if (entry.slot !== slot) continue;
      const isOurs = size * signOf(entry.side) > 0n;
      if (!isOurs || entry.held < 0n) entry.held = 0n;
      else if (entry.held > left) entry.held = left;
      left -= entry.held;
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
