import type { VenueOrder } from "./venue-order.ts";

/**
 * What orders that cancel each other have filled within one bar or tick. The desk makes the others smaller, but hears of a
 * fill only afterwards: until then they trade no more than it would have left them.
 */
export class PairFills {
  readonly #byGroup = new Map<string, bigint>();
  readonly #byOrder = new Map<VenueOrder, bigint>();

  /** A new bar or tick: the desk has heard of all that was before. */
  begin(): void {
    if (this.#byGroup.size === 0) return;
    this.#byGroup.clear();
    this.#byOrder.clear();
  }

  /** Size units that an order has still to fill, less what the others of its group have filled. */
  left(order: VenueOrder): bigint {
    const remaining = order.size - order.filled;
    const group = groupOf(order);
    if (group === undefined || this.#byGroup.size === 0) return remaining;
    const others = (this.#byGroup.get(group) ?? 0n) - (this.#byOrder.get(order) ?? 0n);
    return remaining - others;
  }

  take(order: VenueOrder, size: bigint): void {
    const group = groupOf(order);
    if (group === undefined) return;
    this.#byGroup.set(group, (this.#byGroup.get(group) ?? 0n) + size);
    this.#byOrder.set(order, (this.#byOrder.get(order) ?? 0n) + size);
  }
}

/** The orders of an OTO follow each other: none of them cancels another. */
function groupOf({ intent: { link } }: VenueOrder): string | undefined {
  return link === undefined || link.role === "oto" ? undefined : link.group;
}
