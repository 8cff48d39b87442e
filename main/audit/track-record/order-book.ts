import { divideHalfEven, formatFixed, MONEY_DIGITS, tenTo } from "../../../shared/model/fixed.ts";
import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import { unitsOf } from "./open-trade.ts";
import type { FillOrder } from "./position-book.ts";
import { reportedAt } from "./reported-at.ts";
import type { OrderRecord } from "./trade.ts";

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

interface OrderFill {
  readonly at: string;
  readonly size: bigint;
  readonly price: bigint;
}

const averageDigits = 12;

const nobody: FillOrder = { instrumentId: "", positionSide: "", side: "", stopLoss: null, takeProfit: null };

/** Follows every order through its events. */
export class OrderBook {
  readonly #orders = new Map<string, Mutable<OrderRecord>>();
  readonly #fillOrders = new Map<string, FillOrder>();
  /** Fills by order and their own id. */
  readonly #fills = new Map<string, Map<string, OrderFill>>();

  get orders(): OrderRecord[] {
    return [...this.#orders.values()];
  }

  /** The order that an event is about, as its fills need it. */
  of(data: JournalData): FillOrder {
    return this.#fillOrders.get(String(data["orderId"])) ?? nobody;
  }

  take({ type, seq, at, data }: JournalEvent): void {
    if (!/^(?:order|fill)\./.test(type)) return;
    const orderId = String(data["orderId"]);
    if (type === "order.intended") {
      this.#intend(orderId, seq, at, data);
      return;
    }
    const order = this.#orders.get(orderId);
    if (order === undefined || type === "order.reconciled") return;
    order.lastSeq = seq;
    if (type.startsWith("fill.")) {
      this.#rebook(order, type, at, data);
      return;
    }
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
    const orderId = String(data["orderId"]);
    const order = this.#orders.get(orderId);
    if (order === undefined) return;
    const fill = { at: reportedAt(data, at), size: unitsOf(data["size"]), price: unitsOf(data["price"]) };
    const fills = this.#fills.get(orderId) ?? new Map<string, OrderFill>();
    this.#fills.set(orderId, fills.set(String(data["fillId"]), fill));
    order.filledAt = fill.at;
    order.filledSize = String(data["filledSize"]);
    order.averagePrice = textOf(data["averagePrice"]);
    order.opens ??= opens;
  }

  /** The order after a fill of it was taken back or changed. */
  #rebook(order: Mutable<OrderRecord>, type: string, at: string, data: JournalData): void {
    const fills = this.#fills.get(order.orderId) ?? new Map<string, OrderFill>();
    const fillId = String(data["fillId"]);
    const was = fills.get(fillId);
    if (type === "fill.busted") {
      fills.delete(fillId);
      // The venue has done with it, and not all of it holds.
      if (order.status === "filled") Object.assign(order, { status: "canceled", canceledAt: at });
    } else if (was !== undefined) {
      fills.set(fillId, { at: was.at, size: unitsOf(data["size"]), price: unitsOf(data["price"]) });
    }
    order.filledSize = String(data["filledSize"]);
    order.filledAt = [...fills.values()].at(-1)?.at ?? null;
    order.averagePrice = averageOf([...fills.values()]);
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

function averageOf(fills: readonly OrderFill[]): string | null {
  const size = fills.reduce((sum, fill) => sum + fill.size, 0n);
  if (size === 0n) return null;
  const notional = fills.reduce((sum, fill) => sum + fill.size * fill.price, 0n);
  return formatFixed(divideHalfEven(notional * tenTo(averageDigits), size * tenTo(MONEY_DIGITS)), averageDigits);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function priceOf(leg: JournalData | undefined): string | null {
  return textOf(leg?.["triggerPrice"]) ?? textOf(leg?.["limitPrice"]);
}
