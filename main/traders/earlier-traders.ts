import { z } from "zod";
import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { JournalData, JournalEvent } from "../../shared/model/journal-event.ts";
import type { Side } from "../../shared/model/order.ts";
import type { TraderView } from "../../shared/model/trader.ts";
import { EndedOrders } from "../engine/ended-orders.ts";
import type { InstrumentScale } from "../engine/gate.ts";
import { scaleOf } from "../engine/instrument-scale.ts";
import type { StrategyParams } from "../strategy/params.ts";
import type { BoundStrategy } from "../strategy/strategy.ts";
import { type ResultRecord, TraderResult } from "./trader-result.ts";

/** What `trader.started` says. Numbers travel as text where they are not whole, because the journal holds no floats. */
const Started = z.looseObject({
  traderId: z.string(),
  name: z.string(),
  strategy: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  instrumentIds: z.array(z.string()),
});

/** The data of a `trader.started` event. */
export function describeTrader(
  traderId: string,
  name: string,
  strategy: BoundStrategy,
  instrumentIds: readonly string[],
): JournalData {
  return { traderId, name, strategy: strategy.name, params: wholeNumbers(strategy.params), instrumentIds };
}

function wholeNumbers(params: StrategyParams): JournalData {
  const value = (each: string | number | boolean) =>
    typeof each === "number" && !Number.isSafeInteger(each) ? String(each) : each;
  return Object.fromEntries(Object.entries(params).map(([name, each]) => [name, value(each)]));
}

interface Earlier {
  view: TraderView;
  readonly startSeq: number;
  readonly result: TraderResult;
}

interface EarlierOrder {
  readonly trader: Earlier;
  readonly side: Side;
  readonly scale: InstrumentScale | undefined;
}

/** What is known of earlier traders, as plain data. */
export interface EarlierRecord {
  readonly traders: readonly { readonly view: TraderView; readonly startSeq: number; readonly result: ResultRecord }[];
  readonly orders: readonly (readonly [orderId: string, traderId: string, side: Side, instrumentId: string | null])[];
  readonly ended: readonly string[];
}

/** Traders of earlier sessions, as the journal tells of them. */
export class EarlierTraders {
  private readonly traders = new Map<string, Earlier>();
  private readonly orders = new Map<string, EarlierOrder>();
  private readonly ended = new EndedOrders();
  private readonly scales: ReadonlyMap<string, InstrumentScale>;

  constructor(instruments: readonly Instrument[]) {
    this.scales = new Map(instruments.map((instrument, index) => [instrument.id, scaleOf(instrument, index)]));
  }

  save(): EarlierRecord {
    return {
      traders: [...this.traders.values()].map(({ view, startSeq, result }) => ({
        view,
        startSeq,
        result: result.save(),
      })),
      orders: [...this.orders].map(
        ([orderId, { trader, side, scale }]) =>
          [orderId, trader.view.traderId, side, scale?.instrument.id ?? null] as const,
      ),
      ended: this.ended.save(),
    };
  }

  /** Takes over what a snapshot says; nothing may be known yet. */
  load({ traders, orders, ended }: EarlierRecord): void {
    for (const { view, startSeq, result } of traders) {
      this.traders.set(view.traderId, { view, startSeq, result: new TraderResult().load(result) });
    }
    for (const [orderId, traderId, side, instrumentId] of orders) {
      const trader = this.traders.get(traderId);
      const scale = instrumentId === null ? undefined : this.scales.get(instrumentId);
      if (trader !== undefined) this.orders.set(orderId, { trader, side, scale });
    }
    this.ended.load(ended);
  }

  get count(): number {
    return this.traders.size;
  }

  restore(event: JournalEvent): void {
    if (event.type === "trader.started") {
      const started = Started.safeParse(event.data);
      if (!started.success) return;
      const { traderId, name, strategy, params, instrumentIds } = started.data;
      const startedAt = Date.parse(event.at);
      const view: TraderView = {
        traderId,
        name,
        strategy,
        params,
        instrumentIds,
        status: "running",
        statusReason: "",
        startedAt,
        heartbeatAt: null,
        lastDecision: "",
        lastDecisionAt: null,
        realizedPnl: "0",
        orders: 0,
        fills: 0,
      };
      this.traders.set(traderId, { view, startSeq: event.seq, result: new TraderResult() });
    }
    if (event.type === "order.filled" || event.type === "order.partially_filled") this.filled(event.data);
    const old = this.ended.note(event);
    if (old !== null) this.orders.delete(old);
    const traderId = event.type.startsWith("trader.") ? event.data["traderId"] : event.actor.id;
    const trader = typeof traderId === "string" ? this.traders.get(traderId) : undefined;
    if (!trader) return;
    if (event.type === "trader.stopped" || event.type === "trader.failed") {
      const status = event.type === "trader.failed" ? "failed" : "stopped";
      trader.view = { ...trader.view, status, statusReason: String(event.data["reason"] ?? "") };
    } else if (event.type === "order.intended") {
      const { orderId, instrumentId, side, reason } = event.data;
      const scale = this.scales.get(String(instrumentId));
      this.orders.set(String(orderId), { trader, side: side === "sell" ? "sell" : "buy", scale });
      const lastDecision = String(reason ?? "");
      trader.view = {
        ...trader.view,
        orders: trader.view.orders + 1,
        lastDecision,
        lastDecisionAt: Date.parse(event.at),
      };
    }
  }

  private filled(data: JournalData): void {
    const order = this.orders.get(String(data["orderId"]));
    if (!order?.scale) return;
    const { trader, side, scale } = order;
    trader.result.add(scale, side, {
      size: String(data["size"]),
      price: String(data["price"]),
      fee: String(data["fee"]),
    });
    const { fills, realized } = trader.result;
    trader.view = { ...trader.view, fills, realizedPnl: formatFixed(realized, MONEY_DIGITS) };
  }

  /** Turns traders that were running into stopped ones and returns them. */
  closeRunning(): { readonly traderId: string; readonly startSeq: number }[] {
    const running = [...this.traders.values()].filter(({ view }) => view.status === "running");
    for (const trader of running) trader.view = { ...trader.view, status: "stopped", statusReason: "desk restarted" };
    return running.map(({ view, startSeq }) => ({ traderId: view.traderId, startSeq }));
  }

  /** The newest first. */
  views(): TraderView[] {
    return [...this.traders.values()].map(({ view }) => view).reverse();
  }
}
