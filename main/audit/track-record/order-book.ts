import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import type { OrderRecord } from "./trade.ts";
import type { FillOrder } from "./trade-book.ts";

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

const nobody: FillOrder = { instrumentId: "", positionSide: "", side: "", stopLoss: null, takeProfit: null };

/** Follows every order through its events. */
export class OrderBook {
  readonly #orders = new Map<string, Mutable<OrderRecord>>();
  readonly #fillOrders = new Map<string, FillOrder>();

  get orders(): OrderRecord[] {
    return [...this.#orders.values()];
  }

  /** The order that an event is about, as its fills need it. */
  of(data: JournalData): FillOrder {
    return this.#fillOrders.get(String(data["orderId"])) ?? nobody;
  }

  take({ type, seq, at, data }: JournalEvent): void {
    if (!type.startsWith("order.")) return;
    const orderId = String(data["orderId"]);
    if (type === "order.intended") {
      this.#intend(orderId, seq, at, data);
      return;
    }
    const order = this.#orders.get(orderId);
    if (order === undefined || type === "order.reconciled") return;
    order.lastSeq = seq;
    order.status = type.slice("order.".length);
    if (type === "order.canceled" || type === "order.expired") order.canceledAt = at;
    if (type === "order.triggered") order.triggeredAt = at;
    if (type === "order.replaced") {
      order.size = textOf(data["size"]) ?? order.size;
      order.limitPrice = textOf(data["limitPrice"]) ?? order.limitPrice;
      order.triggerPrice = textOf(data["triggerPrice"]) ?? order.triggerPrice;
    }
    if (type === "order.denied" || type === "order.rejected") order.reason = String(data["reason"] ?? order.reason);
  }

  filled(data: JournalData, at: string, opens: boolean): void {
    const order = this.#orders.get(String(data["orderId"]));
    if (order === undefined) return;
    order.filledAt = at;
    order.filledSize = String(data["filledSize"]);
    order.averagePrice = textOf(data["averagePrice"]);
    order.opens ??= opens;
  }

  #intend(orderId: string, seq: number, at: string, data: JournalData): void {
    const link = data["link"] as { role?: string } | undefined;
    const bracket = data["bracket"] as { stopLoss?: JournalData; takeProfit?: JournalData } | undefined;
    const instrumentId = String(data["instrumentId"]);
    const side = data["side"] === "buy" ? "buy" : "sell";
    const positionSide = textOf(data["positionSide"]) ?? "";
    this.#fillOrders.set(orderId, {
      instrumentId,
      positionSide,
      side,
      stopLoss: priceOf(bracket?.stopLoss),
      takeProfit: priceOf(bracket?.takeProfit),
    });
    this.#orders.set(orderId, {
      orderId,
      instrumentId,
      side,
      type: String(data["type"]),
      size: String(data["size"]),
      limitPrice: textOf(data["limitPrice"]),
      triggerPrice: textOf(data["triggerPrice"]),
      role: link?.role ?? null,
      reduceOnly: data["reduceOnly"] === true,
      status: "intended",
      createdAt: at,
      filledAt: null,
      canceledAt: null,
      triggeredAt: null,
      filledSize: "0",
      averagePrice: null,
      opens: null,
      reason: String(data["reason"] ?? ""),
      openSeq: seq,
      lastSeq: seq,
    });
  }
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function priceOf(leg: JournalData | undefined): string | null {
  return textOf(leg?.["triggerPrice"]) ?? textOf(leg?.["limitPrice"]);
}
