import { beforeEach, describe, expect, it } from "vitest";
import type { JournalEvent, NewJournalEvent } from "../../shared/model/journal-event.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import type { TraderView } from "../../shared/model/trader.ts";
import { plainEvent } from "../../tests/fixtures/plain-event.ts";
import { createPaperBroker } from "../adapters/broker-paper/paper-broker.ts";
import { sha256Hex } from "../adapters/proof-node/node-primitives.ts";
import { createEngine } from "../engine/engine.ts";
import type { Engine } from "../engine/engine-face.ts";
import { createGate } from "../risk/gate.ts";
import { createTrader } from "./trader.ts";
import { createTraderRegistry, type TraderRegistry } from "./trader-registry.ts";

const person = { kind: "person", id: "me" } as const;
const minute = 60_000;
const instrument = (symbol: string) => ({
  id: `paper:${symbol}`,
  venue: "paper",
  symbol,
  name: symbol,
  assetClass: "equity" as const,
  priceIncrement: "0.01",
  sizeIncrement: "1",
  multiplier: "1",
  baseCurrency: symbol,
  quoteCurrency: "USD",
});

let events: NewJournalEvent[];
let engine: Engine;
let registry: TraderRegistry;
let now: number;
let live: boolean;

function open(history?: Parameters<typeof createTraderRegistry>[0]["history"]): void {
  const instruments = [instrument("A"), instrument("B")];
  const broker = createPaperBroker(instruments, PaperVenueSettings.parse({ takerFeeBps: "10" }));
  const record = (event: NewJournalEvent): number => events.push(event) - 1;
  engine = createEngine({
    instruments,
    account: { id: "paper", currency: "USD", cash: "100000", leverage: "1" },
    takerFeeBps: "10",
    gate: createGate({
      limits: () => ({ priceBandAtr: "3", atrPeriod: 14, maxOrdersPerSecond: 50, staleAfterMs: 120_000 }),
    }),
    route: broker,
    record,
    journalOpen: () => true,
    now: () => 0,
    sha256: sha256Hex,
    idSeed: "test",
  });
  broker.onReport((report) => engine.report(report));
  const options = { engine, record, now: () => now, feedLive: () => live, lostAfterMs: 5000 };
  registry = createTraderRegistry(history ? { ...options, history } : options);
}

function bar(index: number, close: number, which = 0): void {
  engine.bar(which, index * minute, minute, close, close + 1, close - 1, close, 1000);
  engine.pump(1);
  while (engine.pendingRelease > 0) engine.durable(events.length - 1);
}

function play(closes: readonly number[]): void {
  for (const [index, close] of closes.entries()) bar(index, close);
}

const request = {
  name: "My trader",
  strategy: "sma",
  params: { fast: 1, slow: 2, sizing: "fixed:10" },
  instrumentIds: ["paper:A"],
};

/** Twenty quiet bars, one down, one up (a cross over), one more (the fill), one down (a cross under), one lower. */
const story = [...Array.from({ length: 20 }, () => 100), 99, 101, 102, 90, 89];

beforeEach(() => {
  events = [];
  now = 1000;
  live = true;
  open();
});

describe("a trader", () => {
  it("trades its strategy and shows its last decision, orders, fills and result after fees", () => {
    const { traderId, status } = registry.start(request, person);
    expect([traderId, status]).toEqual(["trader-1", "running"]);
    const shown: TraderView[] = [];
    registry.subscribe((view) => shown.push(view));
    play(story);
    expect(registry.list()[0]).toMatchObject({
      name: "My trader",
      strategy: "sma",
      params: { fast: 1, slow: 2, side: "long", sizing: "fixed:10" },
      orders: 2,
      fills: 2,
      // bought at 102 and sold at 89, 10 pieces, 10 bps each time
      realizedPnl: "-131.91",
      lastDecision: "fast average crossed under slow: exit sent",
      lastDecisionAt: 24 * minute,
    });
    expect(shown.length).toBeGreaterThan(4);
    expect(events[0]).toMatchObject({
      type: "trader.started",
      trace: "trader-1",
      data: { name: "My trader", instrumentIds: ["paper:A"] },
    });
    expect(engine.positions()[0]).toMatchObject({ size: "0" });
  });

  it("turns a position with a reduce-only exit and an entry, both at the same open", () => {
    registry.start({ ...request, params: { ...request.params, side: "both" } }, person);
    play(story);
    expect(engine.fills().slice(0, 2)).toMatchObject([
      { side: "sell", size: "10", price: "89" },
      { side: "sell", size: "10", price: "89" },
    ]);
    expect(engine.orders().map((order) => order.reduceOnly)).toContain(true);
    expect(engine.positions()[0]).toMatchObject({ size: "-10" });
    expect(registry.list()[0]).toMatchObject({ realizedPnl: "-132.8", fills: 3 });
  });

  it("keeps a state for each of its instruments", () => {
    registry.start({ ...request, instrumentIds: ["paper:A", "paper:B"] }, person);
    story.slice(0, 23).forEach((close, index) => {
      bar(index, close);
      bar(index, 50, 1);
    });
    expect(engine.positions()).toMatchObject([{ instrumentId: "paper:A", size: "10" }]);
  });

  it("is warm when history precedes it, and never acts on history", () => {
    const closes = story.slice(0, 21);
    const column = Float64Array.from(closes);
    const openTime = Float64Array.from(closes, (_, index) => (index - 21) * minute);
    open(() => ({ length: 21, openTime, open: column, high: column, low: column, close: column, volume: column }));
    registry.start(request, person);
    expect(events.map((event) => event.type)).toEqual(["trader.started"]);
    bar(0, 101);
    bar(1, 102);
    expect(registry.list()[0]).toMatchObject({ lastDecision: expect.stringContaining("crossed over") });
  });

  it("says when an entry is too small to be one", () => {
    registry.start({ ...request, params: { ...request.params, sizing: "equity:0.0001" } }, person);
    play(story.slice(0, 23));
    expect(registry.list()[0]).toMatchObject({
      lastDecision: expect.stringContaining("rounds down to zero"),
      orders: 0,
    });
  });

  it("says when the gate has denied an entry, and why", () => {
    registry.start({ ...request, params: { ...request.params, sizing: "equity:5" } }, person);
    play(story.slice(0, 23));
    expect(registry.list()[0]).toMatchObject({
      lastDecision: expect.stringMatching(/^fast average crossed over slow: denied, .+/),
      orders: 1,
      fills: 0,
    });
  });

  it("handles ticks as signs of life", () => {
    const trader = createTrader({
      traderId: "t",
      name: "t",
      strategy: noStrategy,
      instruments: [0],
      instrumentIds: ["paper:A"],
    });
    engine.register(trader);
    engine.startAgent("t");
    engine.tick(0, 5000, 99, 101, 100, 1);
    engine.pump(1);
    expect(trader.view()).toMatchObject({ status: "running", heartbeatAt: 5000 });
    engine.stopAgent("t", "enough");
    expect(trader.view()).toMatchObject({ status: "stopped", statusReason: "enough" });
  });
});

const noStrategy = {
  name: "none",
  params: {},
  warmup: 0,
  sizing: { kind: "fixed", units: 1n, digits: 0 },
  start: () => ({ onBar() {} }),
} as const;

describe("the registry", () => {
  it("shows a failure at once, keeps the others running and has it in the journal", () => {
    const broken = createTrader({
      traderId: "broken",
      name: "broken",
      strategy: {
        ...noStrategy,
        start: () => ({
          onBar: () => {
            throw new Error("out of range");
          },
        }),
      },
      instruments: [0],
      instrumentIds: ["paper:A"],
    });
    engine.register(broken);
    engine.startAgent("broken");
    const { traderId } = registry.start(request, person);
    bar(0, 100);
    bar(1, 100);
    expect(broken.view()).toMatchObject({ status: "failed", statusReason: expect.stringContaining("out of range") });
    expect(events.filter((event) => event.type === "trader.failed")).toMatchObject([{ data: { traderId: "broken" } }]);
    expect(registry.list()).toMatchObject([{ traderId, status: "running" }]);
  });

  it("notices a heartbeat that stops while the feed is live, and its return", () => {
    const { traderId } = registry.start(request, person);
    engine.tick(0, 1, 99, 101, 100, 1);
    engine.pump(1);
    registry.check(2000);
    expect(registry.list()[0]).toMatchObject({ heartbeatAt: 2000 });
    registry.check(7000);
    expect(events.map((event) => event.type)).not.toContain("heartbeat.lost");
    registry.check(7001);
    registry.check(9000);
    expect(events.filter((event) => event.type === "heartbeat.lost")).toMatchObject([
      { trace: traderId, data: { silentMs: 5001 } },
    ]);
    expect(registry.list()[0]).toMatchObject({ statusReason: "no input handled for 5 s" });
    engine.tick(0, 2, 99, 101, 100, 1);
    engine.pump(1);
    registry.check(9250);
    expect(events.at(-1)).toMatchObject({ type: "heartbeat.restored" });
    expect(registry.list()[0]).toMatchObject({ statusReason: "", heartbeatAt: 9250 });
  });

  it("gives a trader that sees bars alone the time of two bars, and none of the blame for a feed that is down", () => {
    registry.start(request, person);
    bar(0, 100);
    registry.check(1000);
    registry.check(1000 + 2 * minute);
    live = false;
    registry.check(10_000_000);
    live = true;
    registry.check(10_000_000 + 2 * minute);
    expect(events.map((event) => event.type)).not.toContain("heartbeat.lost");
    registry.check(10_000_001 + 2 * minute);
    expect(events.at(-1)).toMatchObject({ type: "heartbeat.lost" });
  });

  it("stops a trader once and leaves its position", () => {
    const { traderId } = registry.start(request, person);
    play(story.slice(0, 23));
    expect(registry.stop(traderId, person, "lunch")).toMatchObject({ status: "stopped", statusReason: "lunch" });
    expect(events.at(-1)).toMatchObject({
      type: "trader.stopped",
      cause: 0,
      actor: person,
      data: { traderId, reason: "lunch" },
    });
    bar(23, 80);
    bar(24, 80);
    expect(engine.positions()[0]).toMatchObject({ size: "10" });
    expect(() => registry.stop(traderId, person, "again")).toThrow(expect.objectContaining({ code: "TRADER-UNKNOWN" }));
    registry.start({ ...request, name: "second" }, person);
    expect(registry.list().map((view) => [view.name, view.status])).toEqual([
      ["second", "running"],
      ["My trader", "stopped"],
    ]);
  });

  it("refuses strategies, parameters and instruments that do not fit, and writes nothing then", () => {
    const refused = (more: object): unknown => {
      try {
        return registry.start({ ...request, ...more }, person);
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(refused({ strategy: "magic" })).toBe("STRATEGY-UNKNOWN");
    expect(refused({ params: { fast: 0 } })).toBe("STRATEGY-PARAMS");
    expect(refused({ params: { sizing: "risk:0.01" } })).toBe("STRATEGY-SIZING-STOP");
    for (const instrumentIds of [[], ["paper:Z"], ["paper:A", "paper:A"]])
      expect(refused({ instrumentIds })).toBe("TRADER-INSTRUMENTS");
    expect(events).toEqual([]);
  });

  it("shows the traders of an earlier session with what they did, and ends in the record what was running", () => {
    registry.start(request, person);
    registry.start({ ...request, name: "other" }, person);
    play(story);
    registry.stop("trader-2", person, "done");
    const before = registry.list();
    const journal = events.map(
      (event, seq): JournalEvent => ({
        ...plainEvent(event),
        v: 1,
        seq,
        prev: "0".repeat(64),
        mono: "0",
        session: "s",
        at: toRfc3339(event.at),
      }),
    );
    events = [];
    open();
    for (const event of journal) {
      engine.restore(event);
      registry.restore(event);
    }
    registry.closeEarlier();
    expect(events).toMatchObject([{ type: "trader.stopped", trace: "trader-1", data: { reason: "desk restarted" } }]);
    const after = registry.list();
    expect(after).toMatchObject([
      { traderId: "trader-2", status: "stopped", statusReason: "done" },
      { traderId: "trader-1", status: "stopped", statusReason: "desk restarted" },
    ]);
    const made = (views: TraderView[]): unknown[] =>
      views
        .map(({ traderId, orders, fills, realizedPnl }) => [traderId, orders, fills, realizedPnl])
        .sort((a, b) => String(a[0]).localeCompare(String(b[0])));
    expect(made(after)).toEqual(made(before));
    expect(registry.start(request, person).traderId).toBe("trader-3");
  });
});
