import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { OrderView } from "../../shared/model/order.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { type EngineRig, engineRig, market, person } from "../../tests/fixtures/engine-rig.ts";
import { btc, minute } from "../../tests/fixtures/venue-desk.ts";
import { sha256Hex } from "../adapters/proof-node/node-primitives.ts";
import { backtestBars } from "../backtest/backtest-bars.ts";
import { findStrategy } from "../strategy/registry.ts";
import type { Stance } from "../strategy/strategy.ts";
import { createTrader } from "./trader.ts";

/** A trader that takes the stance a test names at the next bar, on a venue that answers only when the test says so. */
function told(
  ticks: boolean,
  instrument: Instrument = btc,
): { rig: EngineRig; at: (stance: Stance | null) => void; orders: () => OrderView[] } {
  const rig = engineRig({ instruments: [instrument] });
  let next: Stance | null = null;
  const trader = createTrader({
    traderId: "t",
    name: "t",
    strategy: {
      name: "told",
      params: {},
      warmup: 0,
      sizing: { kind: "fixed", units: 10n, digits: 0 },
      start: (decide) => ({ onBar: () => next !== null && decide.target(next, `told ${next}`) }),
    },
    instruments: [0],
    instrumentIds: [btc.id],
  });
  rig.engine.register(trader);
  rig.engine.startAgent("t");
  const at = (stance: Stance | null): void => {
    next = stance;
    rig.clock.now += minute;
    if (ticks) rig.price(100);
    rig.bar(100);
  };
  for (let i = 0; i < 20; i++) at(null);
  return { rig, at, orders: () => [...rig.engine.orders()].reverse().sort(bySent(rig)) };
}

const bySent =
  (rig: EngineRig) =>
  (a: OrderView, b: OrderView): number =>
    place(rig, a) - place(rig, b);
const place = (rig: EngineRig, order: OrderView): number =>
  rig.events.findIndex((event) => event.type === "order.intended" && event.data["orderId"] === order.orderId);
const denied = (orders: OrderView[]): number => orders.filter((order) => order.status === "denied").length;

describe("a trader that has left its position", () => {
  it("exits what its entry filled after the decision, as soon as its orders have ended", () => {
    const { rig, at, orders } = told(true);
    at("long");
    const entry = orders()[0]!.orderId;
    rig.fill(entry, "6", "100");
    at("flat");
    const exit = orders()[1]!.orderId;
    expect(orders()[1]).toMatchObject({ side: "sell", size: "6", reduceOnly: true });
    rig.fill(entry, "1", "100");
    rig.say({ kind: "canceled", orderId: entry, reason: "canceled on request" });
    expect(orders()).toHaveLength(2);
    rig.fill(exit, "6", "100");
    expect(orders()).toHaveLength(3);
    expect(orders()[2]).toMatchObject({
      side: "sell",
      type: "market",
      size: "1",
      reduceOnly: true,
      reason: "told flat; 1 was still held when its orders had ended",
    });
    rig.fill(orders()[2]!.orderId, "1", "100");
    at(null);
    expect(orders()).toHaveLength(3);
    expect(rig.engine.positions()).toMatchObject([{ size: "0" }]);
  });

  it("covers a short the same way, and waits for the bar where only bars come", () => {
    const { rig, at, orders } = told(false);
    at("short");
    const entry = orders()[0]!.orderId;
    rig.fill(entry, "6", "100");
    at("flat");
    rig.fill(entry, "4", "100");
    rig.fill(orders()[1]!.orderId, "6", "100");
    expect(orders()).toHaveLength(2);
    at(null);
    expect(orders()[2]).toMatchObject({ side: "buy", size: "4", reduceOnly: true });
  });

  it("tries an exit again that was denied beside one on its way out, once that one has ended", () => {
    const { rig, at, orders } = told(true);
    at("long");
    rig.fill(orders()[0]!.orderId, "10", "100");
    at("flat");
    at("flat");
    expect(orders().map((order) => order.status)).toEqual(["filled", "pending_cancel", "denied"]);
    rig.fill(orders()[1]!.orderId, "3", "100");
    expect(orders()).toHaveLength(3);
    rig.say({ kind: "canceled", orderId: orders()[1]!.orderId, reason: "canceled on request" });
    expect(orders()[3]).toMatchObject({ side: "sell", size: "7", reduceOnly: true, status: "submitted" });
  });

  it("does not storm a venue that refuses: once at once, then after 1, 2, 4 … bars", () => {
    const { rig, at, orders } = told(true);
    at("long");
    rig.fill(orders()[0]!.orderId, "10", "100");
    at("flat");
    const counts: number[] = [];
    for (let i = 0; i < 12; i++) {
      const last = orders().at(-1)!;
      if (last.status === "submitted") rig.say({ kind: "rejected", orderId: last.orderId, code: "V", reason: "no" });
      counts.push(orders().length);
      at(null);
    }
    expect(counts).toEqual([3, 3, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6]);
  });

  it("leaves by several orders what is above the instrument's largest", () => {
    const { rig, at, orders } = told(true, { ...btc, maxSize: "10" });
    rig.fill(rig.engine.submit(market("buy", "10"), person, "in").orderId, "10", "100");
    const sizes = () =>
      rig.engine
        .openOrders()
        .filter(({ reduceOnly }) => reduceOnly)
        .map(({ size }) => size);
    rig.fill(rig.engine.submit(market("buy", "5"), person, "in").orderId, "5", "100");
    at("flat");
    expect(sizes()).toEqual(["10", "5"]);
    for (const { orderId, size } of rig.engine.openOrders()) rig.fill(orderId, size, "100");
    // Two entries that were given up fill after all.
    for (const stance of ["long", "flat", "long", "flat"] as const) at(stance);
    const late = rig.engine.openOrders().filter(({ reduceOnly }) => !reduceOnly);
    expect(late).toHaveLength(2);
    for (const { orderId, size } of late) rig.fill(orderId, size, "100");
    expect(sizes()).toEqual(["10", "10"]);
    for (const { orderId, size } of rig.engine.openOrders()) rig.fill(orderId, size, "100");
    expect(denied(orders())).toBe(0);
    expect(rig.engine.positions()).toMatchObject([{ size: "0" }]);
  });

  it("leaves alone what others bought, then and later", () => {
    const { rig, at, orders } = told(true);
    at("long");
    rig.fill(orders()[0]!.orderId, "10", "100");
    const closing = rig.engine.submit(market("sell", "10"), person, "out").orderId;
    rig.fill(closing, "10", "100");
    at("flat");
    const buying = rig.engine.submit(market("buy", "5"), person, "in").orderId;
    rig.fill(buying, "5", "100");
    for (let i = 0; i < 3; i++) at(null);
    expect(orders()).toHaveLength(3);
    expect(denied(orders())).toBe(0);
    expect(rig.engine.positions()).toMatchObject([{ size: "5" }]);
  });
});

it("a run ends flat once its strategy has left, whatever part of a bar fills and however late", async () => {
  const count = 80;
  const closes = Array.from({ length: count }, (_, i) => (i < 20 ? 100 - i : i < 26 ? 62 + i : 100.5 - i / 2));
  const column = (of: (i: number) => number): Float64Array => Float64Array.from({ length: count }, (_, i) => of(i));
  const close = (i: number): number => closes[Math.max(0, i)]!;
  const columns = {
    length: count,
    openTime: column((i) => i * minute),
    open: column((i) => close(i - 1)),
    high: column((i) => Math.max(close(i), close(i - 1)) + 1),
    low: column((i) => Math.min(close(i), close(i - 1)) - 1),
    close: column(close),
    volume: column(() => 100),
  };
  const strategy = findStrategy("sma").bind({ fast: 2, slow: 4, side: "long", sizing: "fixed:1000" });
  const latencies = fc.integer({ min: 0, max: 90_000 });
  await fc.assert(
    fc.asyncProperty(latencies, fc.constantFrom("0.3", "0.5", "0.75", "1"), async (latencyMs, participation) => {
      const { trades } = await backtestBars({
        columns,
        intervalMs: minute,
        instrument: btc,
        strategy,
        traderId: "t",
        account: { cash: "1000000", leverage: "1" },
        venue: PaperVenueSettings.parse({ participation, latencyMs }),
        limits: { priceBandAtr: "3", atrPeriod: 14, maxOrdersPerSecond: 1000, staleAfterMs: 1e12 },
        idSeed: "x",
        sha256: sha256Hex,
      });
      expect(trades.length).toBeGreaterThan(0);
      expect(trades.filter((trade) => trade.exitAt === null)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
