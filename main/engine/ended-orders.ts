import type { JournalEvent, JournalEventType } from "../../shared/model/journal-event.ts";

const ends: ReadonlySet<JournalEventType> = new Set([
  "order.filled",
  "order.canceled",
  "order.rejected",
  "order.expired",
  "order.denied",
]);

/** Whether an event ends the order that it speaks of; the answer to an amendment says so where the last fill came before it. */
export function endsOrder({ type, data }: Pick<JournalEvent, "type" | "data">): boolean {
  return ends.has(type) || (data["status"] === "filled" && (type === "order.reconciled" || type === "order.replaced"));
}

/** So many ended orders stay known, for reports that come late. */
const kept = 500;

/** The orders that ended last: whoever follows orders through a record lets go of the older ones. */
export class EndedOrders {
  readonly #ids = new Set<string>();

  /** Takes the next event; gives the order to let go of, `null` for none. */
  note(event: Pick<JournalEvent, "type" | "data">): string | null {
    if (!endsOrder(event)) return null;
    const orderId = String(event.data["orderId"]);
    this.#ids.add(orderId);
    if (this.#ids.size <= kept) return null;
    const [oldest = ""] = this.#ids;
    this.#ids.delete(oldest);
    return oldest;
  }

  save(): readonly string[] {
    return [...this.#ids];
  }

  load(ids: readonly string[]): void {
    for (const id of ids) this.#ids.add(id);
  }
}
