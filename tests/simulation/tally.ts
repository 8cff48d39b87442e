import { Decimal } from "decimal.js";
import type { JournalData } from "../../shared/model/journal-event.ts";

const Exact = Decimal.clone({ precision: 60 });

interface KnownOrder {
  readonly position: string;
  readonly sign: 1 | -1;
}

interface KnownFill {
  readonly size: Decimal;
  readonly price: string;
  readonly fee: string;
}

/** Names a position: an instrument's, or its long or short one. */
export function positionKey({ instrumentId, positionSide }: { instrumentId: string; positionSide?: unknown }): string {
  return typeof positionSide === "string" ? `${instrumentId} ${positionSide}` : instrumentId;
}

/** The books kept a second time, from the journal's texts alone and with another arithmetic. */
export class Tally {
  cash: Decimal;
  readonly positions = new Map<string, Decimal>();
  readonly fillIds = new Set<string>();
  /** Fill ids that came a second time. */
  readonly repeated: string[] = [];
  readonly intents = new Set<string>();
  /** Approved orders, and whether the verdict says that they only reduce. */
  readonly approved = new Map<string, { readonly reducing: boolean }>();
  readonly #orders = new Map<string, KnownOrder>();
  readonly #fillsById = new Map<string, KnownFill>();
  /** Deliberately forgets every so many fills, to show that the comparison notices. */
  readonly #forgets: number;
  #fills = 0;

  constructor(cash: string, forgets = 0) {
    this.cash = new Exact(cash);
    this.#forgets = forgets;
  }

  take(type: string, data: JournalData): void {
    const text = (name: string): string => String(data[name]);
    const orderId = text("orderId");
    if (type === "order.intended") {
      this.intents.add(orderId);
      const position = positionKey({ instrumentId: text("instrumentId"), positionSide: data["positionSide"] });
      this.#orders.set(orderId, { position, sign: data["side"] === "buy" ? 1 : -1 });
    } else if (type === "risk.judged") {
      if (data["outcome"] === "approved") this.approved.set(orderId, { reducing: data["reducing"] === true });
    } else if (type === "order.filled" || type === "order.partially_filled") {
      const fillId = text("fillId");
      if (this.fillIds.has(fillId)) this.repeated.push(fillId);
      this.fillIds.add(fillId);
      this.#fills++;
      if (this.#forgets > 0 && this.#fills % this.#forgets === 0) return;
      this.#book(orderId, fillId, { size: new Exact(text("size")), price: text("price"), fee: text("fee") }, 1);
    } else if (type === "fill.busted" || type === "fill.corrected") {
      const fillId = text("fillId");
      const before = this.#fillsById.get(fillId);
      // One of those that are forgotten on purpose.
      if (before === undefined) return;
      this.#book(orderId, fillId, before, -1);
      if (type === "fill.busted") return;
      this.#book(orderId, fillId, { size: new Exact(text("size")), price: text("price"), fee: text("fee") }, 1);
    } else if (type === "position.reconciled" && data["kind"] === "liquidation") {
      const position = positionKey({ instrumentId: text("instrumentId"), positionSide: data["positionSide"] });
      const reportId = text("reportId");
      this.#orders.set(reportId, { position, sign: data["side"] === "buy" ? 1 : -1 });
      const fill = { size: new Exact(text("size")), price: text("price"), fee: text("fee") };
      this.#book(reportId, reportId, fill, 1);
    } else if (type === "account.funded" && data["kind"] !== undefined) {
      const reportId = text("reportId");
      if (this.fillIds.has(reportId)) this.repeated.push(reportId);
      this.fillIds.add(reportId);
      this.cash = this.cash.add(text("amount"));
    }
  }

  #book(orderId: string, fillId: string, fill: KnownFill, sign: 1 | -1): void {
    const order = this.#orders.get(orderId) as KnownOrder;
    const size = fill.size.mul(order.sign).mul(sign);
    this.positions.set(order.position, this.position(order.position).add(size));
    this.cash = this.cash.sub(size.mul(fill.price)).sub(new Exact(fill.fee).mul(sign));
    this.#fillsById.set(fillId, fill);
  }

  position(key: string): Decimal {
    return this.positions.get(key) ?? new Exact(0);
  }
}
