import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { parseRfc3339 } from "../../../shared/model/time.ts";
import type { JournalFill } from "./reconcile.ts";

/** The fills that a journal's events tell of, in order, those that were taken back left out and corrected ones as corrected. */
export class FillBook {
  readonly #orders = new Map<string, Pick<JournalFill, "instrumentId" | "side">>();
  readonly #fills = new Map<string, JournalFill>();

  take({ type, seq, at, data }: JournalEvent): void {
    const orderId = String(data["orderId"]);
    const fillId = `${orderId} ${String(data["fillId"])}`;
    if (type === "order.intended") {
      const side = data["side"] === "buy" ? "buy" : "sell";
      this.#orders.set(orderId, { instrumentId: String(data["instrumentId"]), side });
    } else if (type === "order.filled" || type === "order.partially_filled") {
      const order = this.#orders.get(orderId);
      const reportedAt = typeof data["reportedAt"] === "number" ? data["reportedAt"] : parseRfc3339(at);
      const amounts = { size: String(data["size"]), price: String(data["price"]) };
      if (order) this.#fills.set(fillId, { seq, ...order, ...amounts, at: reportedAt });
    } else if (type === "fill.busted") {
      this.#fills.delete(fillId);
    } else if (type === "fill.corrected") {
      const fill = this.#fills.get(fillId);
      if (fill) this.#fills.set(fillId, { ...fill, size: String(data["size"]), price: String(data["price"]) });
    }
  }

  fills(): JournalFill[] {
    return [...this.#fills.values()];
  }
}
