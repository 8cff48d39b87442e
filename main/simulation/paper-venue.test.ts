import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFixed } from "../../shared/model/fixed.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { ExecutionReport, OrderIntent } from "../../shared/model/order.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { createPaperVenue } from "./paper-venue.ts";
import { seededRandom } from "./seeded-random.ts";

const btc: Instrument = {
  id: "paper:BTC/USDT",
  venue: "paper",
  symbol: "BTC/USDT",
  name: "Bitcoin",
  assetClass: "crypto-spot",
  priceIncrement: "0.01",
  sizeIncrement: "0.001",
  multiplier: "1",
  baseCurrency: "BTC",
  quoteCurrency: "USDT",
};
const minute = 60_000;

function desk(settings: Partial<PaperVenueSettings> = {}, instruments = [btc]) {
  const reports: ExecutionReport[] = [];
  const parsed = PaperVenueSettings.parse(settings);
  const venue = createPaperVenue(instruments, parsed, seededRandom(parsed.seed), (report) => reports.push(report));
  let next = 0;
  return {
    venue,
    reports,
    order(request: Partial<OrderIntent>): string {
      const orderId = `o${next++}`;
      venue.submit({
        orderId,
        instrumentId: btc.id,
        side: "buy",
        type: request.limitPrice === undefined ? "market" : "limit",
        size: "1",
        timeInForce: "GTC",
        postOnly: false,
        reduceOnly: false,
        reason: "test",
        ...request,
      });
      return orderId;
    },
    /** Feeds the bar of minute `index`. */
    bar(index: number, open: number, high: number, low: number, close: number, volume = 1000): void {
      venue.onBar(0, index * minute, minute, open, high, low, close, volume);
    },
    tick(at: number, bid: number, ask: number, last = (bid + ask) / 2, size = 1): void {
      venue.onTick(0, at, bid, ask, last, size);
    },
    fills() {
      return reports.filter((report) => report.kind === "fill");
    },
    said(orderId: string): string[] {
      return reports.filter((report) => report.orderId === orderId).map((report) => report.kind);
    },
  };
}

describe("market orders on bars", () => {
  it("fill at the next bar's open, stamped with its open time, free by default", () => {
    const d = desk();
    d.bar(0, 100, 101, 99, 100.5);
    const id = d.order({ size: "0.5" });
    expect(d.said(id)).toEqual(["accepted"]);
    d.bar(1, 100.7, 102, 100, 101);
    expect(d.fills()).toEqual([
      {
        kind: "fill",
        orderId: id,
        at: minute,
        fillId: "o0/0.5",
        size: "0.5",
        price: "100.7",
        fee: "0",
        feeCurrency: "USDT",
        liquidity: "taker",
      },
    ]);
    expect(d.venue.findOrder(id)).toEqual({ status: "filled", filledSize: "0.5" });
  });

  it("pay half the spread and slippage, rounded away from the trader, and an exact fee", () => {
    const d = desk({ spreadBps: "4", slippageBps: "1", takerFeeBps: "7.5" });
    d.order({});
    d.order({ side: "sell" });
    d.bar(0, 100.01, 101, 99, 100);
    // 100.01 × (1 ± 3 bps) = 100.040003 and 99.979997
    expect(d.fills().map((fill) => [fill.price, fill.fee])).toEqual([
      ["100.05", "0.0750375"],
      ["99.97", "0.0749775"],
    ]);
  });

  it("round an open off the increment to the nearest one when nothing moves it", () => {
    const d = desk();
    d.order({});
    d.bar(0, 36.896076715977145, 37.9, 36.7, 37.6);
    d.order({ side: "sell" });
    d.bar(1, 0.000123, 1, 0.0001, 0.5);
    expect(d.fills().map((fill) => fill.price)).toEqual(["36.9", "0"]);
  });

  it("take at most the participation of each bar, shared in order of arrival, and leave the rest working", () => {
    const d = desk({ participation: "0.1" });
    const first = d.order({ size: "8" });
    const second = d.order({ size: "5" });
    d.bar(0, 100, 101, 99, 100, 100);
    expect(d.fills().map((fill) => [fill.orderId, fill.size])).toEqual([
      [first, "8"],
      [second, "2"],
    ]);
    d.bar(1, 105, 106, 104, 105, 10.0199);
    expect(d.fills()[2]).toMatchObject({ orderId: second, size: "1.001", price: "105", fillId: `${second}/3.001` });
    expect(d.venue.findOrder(second)).toEqual({ status: "working", filledSize: "3.001" });
  });
});

describe("limit orders on bars", () => {
  it("do not fill when price only touches them", () => {
    const d = desk();
    d.bar(0, 100, 101, 99, 100);
    d.order({ limitPrice: "95" });
    d.order({ limitPrice: "105", side: "sell" });
    d.bar(1, 100, 105, 95, 100);
    expect(d.fills()).toEqual([]);
    d.bar(2, 100, 105.01, 94.99, 100);
    expect(d.fills().map((fill) => [fill.price, fill.liquidity])).toEqual([
      ["95", "maker"],
      ["105", "maker"],
    ]);
  });

  it("fill in the order of the bar's path: low first when it closes up, high first when it closes down", () => {
    for (const [close, sides] of [
      [101, ["95", "105"]],
      [99, ["105", "95"]],
    ] as const) {
      const d = desk();
      d.order({ limitPrice: "105", side: "sell" });
      d.order({ limitPrice: "95" });
      d.bar(0, 100, 106, 94, close);
      expect(d.fills().map((fill) => fill.price)).toEqual(sides);
      expect(d.fills()[0]!.at).toBeLessThan(d.fills()[1]!.at);
    }
  });

  it("fill at the open when it gaps in their favour, as maker when they rested and as taker when they took", () => {
    const d = desk({ makerFeeBps: "1", takerFeeBps: "10" });
    d.bar(0, 100, 100, 100, 100);
    const resting = d.order({ limitPrice: "95" });
    const taking = d.order({ limitPrice: "101" });
    d.bar(1, 90, 91, 89, 90);
    expect(d.fills()).toMatchObject([
      { orderId: resting, price: "90", liquidity: "maker", fee: "0.009" },
      { orderId: taking, price: "90", liquidity: "taker", fee: "0.09" },
    ]);
  });

  it("never fill worse than their limit when the gap is smaller than half an increment", () => {
    const d = desk();
    d.order({ limitPrice: "95" });
    d.bar(0, 94.996, 95.2, 94.99, 95.1);
    d.order({ side: "sell", limitPrice: "95" });
    d.bar(1, 95.004, 95.2, 94.99, 95.1);
    expect(d.fills().map((fill) => fill.price)).toEqual(["95", "95"]);
  });

  it("rest as makers after a first bar that did not trade with them", () => {
    const d = desk();
    d.bar(0, 100, 100, 100, 100);
    d.order({ limitPrice: "101" });
    d.bar(1, 102, 103, 101.5, 102);
    d.bar(2, 100, 101, 99, 100);
    expect(d.fills()[0]).toMatchObject({ liquidity: "maker", price: "100" });
  });

  it("are refused as post-only when they would trade at once, and end when only the open shows it", () => {
    const d = desk();
    const blind = d.order({ limitPrice: "101", postOnly: true });
    d.bar(0, 100, 100, 100, 100);
    expect(d.said(blind)).toEqual(["accepted", "canceled"]);
    const seen = d.order({ limitPrice: "101", postOnly: true });
    expect(d.reports.at(-1)).toMatchObject({ orderId: seen, kind: "rejected", code: "VENUE-POST-ONLY" });
    const resting = d.order({ limitPrice: "99", postOnly: true });
    d.bar(1, 98, 98, 98, 98);
    expect(d.fills()).toMatchObject([{ orderId: resting, price: "98", liquidity: "maker" }]);
  });
});

describe("time in force", () => {
  it("IOC takes what it can at its first chance and ends", () => {
    const d = desk({ participation: "1" });
    const id = d.order({ timeInForce: "IOC", size: "5" });
    const priced = d.order({ timeInForce: "IOC", limitPrice: "99" });
    d.bar(0, 100, 101, 98, 100, 2);
    expect(d.said(id)).toEqual(["accepted", "fill", "canceled"]);
    expect(d.said(priced)).toEqual(["accepted", "canceled"]);
  });

  it("FOK fills whole or not at all", () => {
    const d = desk({ participation: "1" });
    const tooLarge = d.order({ timeInForce: "FOK", size: "5" });
    const fits = d.order({ timeInForce: "FOK", size: "2" });
    d.bar(0, 100, 101, 98, 100, 2);
    expect(d.said(tooLarge)).toEqual(["accepted", "canceled"]);
    expect(d.said(fits)).toEqual(["accepted", "fill"]);
  });
});

describe("reduce-only orders", () => {
  it("never fill beyond the position the venue has seen", () => {
    const d = desk();
    d.order({ size: "2" });
    d.bar(0, 100, 101, 99, 100);
    const larger = d.order({ side: "sell", size: "3", reduceOnly: true });
    const late = d.order({ side: "sell", size: "1", reduceOnly: true });
    d.bar(1, 100, 101, 99, 100);
    expect(d.fills()[1]).toMatchObject({ orderId: larger, size: "2" });
    expect(d.said(larger)).toEqual(["accepted", "fill", "canceled"]);
    expect(d.said(late)).toEqual(["accepted", "canceled"]);
  });

  it("reduce a short position that was there before the venue started", () => {
    const d = desk();
    d.venue.restorePosition(btc.id, "-1.5");
    d.venue.restorePosition("paper:UNKNOWN", "1");
    d.order({ size: "1", reduceOnly: true });
    d.bar(0, 100, 101, 99, 100);
    expect(d.fills()).toMatchObject([{ size: "1" }]);
  });
});

describe("what the venue refuses", () => {
  it("order types and times in force it cannot simulate, by name", () => {
    const d = desk();
    for (const [request, what] of [
      [{ type: "trailing-stop" }, "trailing-stop"],
      [{ type: "market", timeInForce: "DAY" }, "DAY"],
      [{ type: "limit" }, "without a price"],
      [{ type: "market", postOnly: true }, "post-only"],
      [{ size: "0.0001" }, "finer than 0.001"],
      [{ limitPrice: "1.001" }, "finer than 0.01"],
      [{ instrumentId: "paper:DOGE" }, "paper:DOGE"],
    ] as const) {
      const id = d.order(request);
      expect(d.reports.at(-1)).toMatchObject({ orderId: id, kind: "rejected", code: "VENUE-UNSUPPORTED" });
      expect(d.reports.at(-1)).toHaveProperty("reason", expect.stringContaining(what));
    }
  });

  it("an order it knows already", () => {
    const d = desk();
    d.order({ orderId: "same" });
    d.order({ orderId: "same" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "rejected", code: "VENUE-DUPLICATE" });
  });

  it("orders above the rate limit until the window has passed", () => {
    const d = desk({ rateLimit: { orders: 2, perMs: 1000 } });
    d.venue.onTime(5000);
    const ids = [d.order({}), d.order({}), d.order({})];
    expect(ids.map((id) => d.said(id)[0])).toEqual(["accepted", "accepted", "rejected"]);
    expect(d.reports.at(-1)).toMatchObject({ code: "VENUE-RATE-LIMIT" });
    d.venue.replace(ids[0]!, { size: "2" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "replace-rejected" });
    d.venue.onTime(6000);
    expect(d.said(d.order({}))).toEqual(["accepted"]);
  });

  it("a seeded share of orders, the same ones every time", () => {
    const run = (seed: number): string => {
      const d = desk({ rejectRate: 0.3, seed });
      for (let i = 0; i < 200; i++) d.order({});
      return d.reports.map((report) => (report.kind === "rejected" ? report.code : "-")).join();
    };
    const refused = run(7).split("VENUE-REJECTED").length - 1;
    expect(refused).toBeGreaterThan(40);
    expect(refused).toBeLessThan(80);
    expect(run(7)).toBe(run(7));
    expect(run(7)).not.toBe(run(8));
  });
});

describe("cancel and replace", () => {
  it("cancel ends a working order and is refused for any other", () => {
    const d = desk();
    const id = d.order({ limitPrice: "90" });
    d.venue.cancel(id);
    d.venue.cancel(id);
    d.venue.cancel("nobody");
    expect(d.said(id)).toEqual(["accepted", "canceled", "cancel-rejected"]);
    expect(d.reports.at(-1)).toMatchObject({ orderId: "nobody", kind: "cancel-rejected" });
    d.bar(0, 80, 81, 79, 80);
    expect(d.fills()).toEqual([]);
  });

  it("replace changes price and total size", () => {
    const d = desk();
    const id = d.order({ limitPrice: "90", size: "1" });
    d.venue.replace(id, { limitPrice: "95", size: "3" });
    expect(d.reports.at(-1)).toEqual({ orderId: id, at: 0, kind: "replaced", size: "3", limitPrice: "95" });
    d.bar(0, 100, 101, 94, 100);
    expect(d.fills()).toMatchObject([{ size: "3", price: "95" }]);
  });

  it("replace refuses what makes no sense", () => {
    const d = desk({ participation: "1" });
    const partly = d.order({ limitPrice: "100", size: "5" });
    const market = d.order({});
    d.venue.replace(market, { limitPrice: "5" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "replace-rejected" });
    d.bar(0, 101, 101, 99, 100, 3);
    d.venue.replace(partly, { size: "1" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "replace-rejected", reason: "2 is filled already" });
    d.venue.replace(market, { size: "9" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "replace-rejected", reason: "the order is filled" });
    d.venue.replace("nobody", {});
    expect(d.reports.at(-1)).toMatchObject({ kind: "replace-rejected" });
  });

  it("a post-only order is not amended into a trade, a market order may change its size, a smaller size keeps its place", () => {
    const d = desk({ participation: "1" });
    d.bar(0, 100, 100, 100, 100);
    const post = d.order({ limitPrice: "90", postOnly: true });
    d.venue.replace(post, { limitPrice: "101" });
    expect(d.reports.at(-1)).toMatchObject({
      kind: "replace-rejected",
      reason: expect.stringContaining("VENUE-POST-ONLY"),
    });
    const first = d.order({ size: "3" });
    const second = d.order({ size: "3" });
    d.venue.replace(first, { size: "2" });
    expect(d.reports.at(-1)).toEqual({ orderId: first, at: minute, kind: "replaced", size: "2" });
    d.bar(1, 100, 100, 100, 100, 3);
    expect(d.fills().map((fill) => [fill.orderId, fill.size])).toEqual([
      [first, "2"],
      [second, "1"],
    ]);
  });
});

describe("latency", () => {
  it("gives an order that arrives inside a bar the price of its path at that time", () => {
    const d = desk({ latencyMs: minute / 2 });
    d.bar(0, 100, 100, 100, 100);
    const id = d.order({});
    expect(d.said(id)).toEqual([]);
    d.bar(1, 100, 110, 90, 105);
    // O-L-H-C: halfway between the low and the high
    expect(d.reports).toMatchObject([
      { kind: "accepted", at: minute * 1.5 },
      { kind: "fill", at: minute * 1.5, price: "100" },
    ]);
  });

  it("longer than a bar makes an order skip it", () => {
    const d = desk({ latencyMs: minute });
    d.bar(0, 100, 100, 100, 100);
    d.order({});
    d.bar(1, 101, 101, 101, 101);
    d.bar(2, 102, 102, 102, 102);
    expect(d.fills()).toMatchObject([{ price: "102", at: 2 * minute }]);
  });

  it("lets a fill overtake a cancel", () => {
    const d = desk({ latencyMs: 30_000 });
    d.venue.onTime(0);
    const id = d.order({ limitPrice: "95" });
    d.venue.onTime(30_000);
    expect(d.said(id)).toEqual(["accepted"]);
    d.venue.onTime(60_000);
    d.venue.cancel(id);
    d.bar(1, 96, 97, 90, 91);
    expect(d.said(id)).toEqual(["accepted", "fill", "cancel-rejected"]);
  });

  it("with jitter never lets a cancel overtake its order", () => {
    const d = desk({ latencyMs: 1, latencyJitterMs: 500 });
    for (let i = 0; i < 50; i++) {
      const id = d.order({ limitPrice: "10" });
      d.venue.cancel(id);
    }
    d.venue.onTime(10_000);
    const kinds = d.reports.map((report) => report.kind);
    expect(kinds).toEqual(Array.from({ length: 100 }, (_, i) => (i % 2 ? "canceled" : "accepted")));
  });

  it("is not shortened by a bar that opens before the last one closed", () => {
    const d = desk({ latencyMs: 1000 });
    d.venue.onBar(0, 0, 24 * 60 * minute, 100, 100, 100, 100, 1);
    d.order({});
    d.venue.onBar(0, 23 * 60 * minute, 24 * 60 * minute, 100, 100, 100, 100, 1);
    expect(d.fills()).toMatchObject([{ at: 23 * 60 * minute + 1000 }]);
  });
});

describe("ticks", () => {
  it("fill market orders at once on the far side, moved by slippage", () => {
    const d = desk({ slippageBps: "10", spreadBps: "50" });
    d.tick(1, 99.9, 100.1);
    d.order({});
    d.order({ side: "sell" });
    expect(d.fills().map((fill) => fill.price)).toEqual(["100.21", "99.8"]);
  });

  it("fill marketable limits as taker and resting ones when price goes through them", () => {
    const d = desk();
    d.tick(1, 99.9, 100.1);
    d.order({ limitPrice: "100.1" });
    const buy = d.order({ limitPrice: "99" });
    const sell = d.order({ side: "sell", limitPrice: "101" });
    d.tick(2, 98.9, 99, 99);
    expect(d.fills()).toHaveLength(1);
    d.tick(3, 98.5, 98.9, 98.9);
    d.tick(4, 100.8, 101.2, 101.1);
    expect(d.fills()).toMatchObject([
      { liquidity: "taker", price: "100.1" },
      { orderId: buy, liquidity: "maker", price: "99", at: 3 },
      { orderId: sell, liquidity: "maker", price: "101", at: 4 },
    ]);
  });

  it("share the prints' volume, never slip beyond a limit, and ignore bars from then on", () => {
    const d = desk({ participation: "0.5", slippageBps: "100" });
    d.tick(1, 99.9, 100, 100, 1);
    const id = d.order({ limitPrice: "100.05", size: "2" });
    expect(d.fills()).toMatchObject([{ size: "0.5", price: "100.05", liquidity: "taker" }]);
    d.bar(0, 90, 90, 90, 90);
    expect(d.fills()).toHaveLength(1);
    d.tick(2, 99.8, 99.9, 99.9, 8);
    expect(d.fills()[1]).toMatchObject({ orderId: id, size: "1.5", liquidity: "maker" });
  });

  it("without a quote use the last price; post-only and unpriced orders wait for the first", () => {
    const d = desk();
    const market = d.order({});
    const post = d.order({ limitPrice: "101", postOnly: true });
    const limit = d.order({ limitPrice: "101", side: "sell" });
    d.tick(1, 0, 0, 100);
    expect(d.fills()).toMatchObject([{ orderId: market, price: "100" }]);
    expect(d.said(post)).toEqual(["accepted", "canceled"]);
    expect(d.said(limit)).toEqual(["accepted"]);
    d.venue.replace(limit, { limitPrice: "99" });
    expect(d.fills()[1]).toMatchObject({ orderId: limit, price: "100", liquidity: "taker" });
  });

  it("with latency trade on the quote that stands on arrival", () => {
    const d = desk({ latencyMs: 10 });
    d.tick(1, 99, 100);
    d.order({});
    d.tick(5, 100, 101);
    d.tick(20, 110, 111);
    expect(d.fills()).toMatchObject([{ price: "101", at: 11 }]);
  });
});

it("a restored order goes on where it was", () => {
  const d = desk();
  const order = {
    orderId: "old",
    instrumentId: btc.id,
    side: "buy",
    type: "limit",
    size: "3",
    limitPrice: "95",
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: false,
    reason: "test",
  } as const;
  d.venue.restore(order, "1");
  d.venue.restore(order, "1");
  expect(d.reports).toEqual([]);
  expect(d.venue.findOrder("old")).toEqual({ status: "working", filledSize: "1" });
  d.bar(0, 96, 96, 94, 95);
  expect(d.fills()).toMatchObject([{ size: "2", fillId: "old/3" }]);
  expect(d.venue.findOrder("nobody")).toBeUndefined();
});

const price = fc.integer({ min: 50, max: 150 });
const step = fc.record({
  prices: fc.tuple(price, price, price, price),
  volume: fc.integer({ min: 0, max: 20 }),
  orders: fc.array(
    fc.record({
      side: fc.constantFrom("buy" as const, "sell" as const),
      limit: fc.option(price, { nil: undefined }),
      size: fc.integer({ min: 1, max: 9 }),
      reduceOnly: fc.boolean(),
      timeInForce: fc.constantFrom("GTC" as const, "IOC" as const, "FOK" as const),
      cancel: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
});

it("whatever happens: fills stay inside the bar, the limit, the order, the volume and the position; the same inputs repeat", () => {
  const play = (steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[], latencyMs: number) => {
    const d = desk({ participation: "0.5", latencyMs, latencyJitterMs: latencyMs / 2, rejectRate: 0.1 });
    const limits = new Map<string, { buy: boolean; limit: number | undefined; size: number; reduceOnly: boolean }>();
    let position = 0n;
    steps.forEach(({ prices, volume, orders }, index) => {
      for (const { side, limit, size, reduceOnly, timeInForce, cancel } of orders) {
        const priced = limit === undefined ? {} : { limitPrice: String(limit) };
        const id = d.order({ side, size: String(size), reduceOnly, timeInForce, ...priced });
        limits.set(id, { buy: side === "buy", limit, size, reduceOnly });
        if (cancel) d.venue.cancel(id);
      }
      const before = d.reports.length;
      const [open, a, b, close] = prices;
      const high = Math.max(...prices);
      const low = Math.min(...prices);
      expect([a, b].every((each) => each <= high && each >= low)).toBe(true);
      d.bar(index, open, high, low, close, volume);
      let taken = 0;
      for (const report of d.reports.slice(before)) {
        if (report.kind !== "fill") continue;
        const order = limits.get(report.orderId)!;
        expect(Number(report.price)).toBeGreaterThanOrEqual(low);
        expect(Number(report.price)).toBeLessThanOrEqual(high);
        if (order.limit !== undefined) {
          expect(order.buy ? Number(report.price) <= order.limit : Number(report.price) >= order.limit).toBe(true);
        }
        expect(report.at).toBeGreaterThanOrEqual(index * minute);
        expect(report.at).toBeLessThan((index + 1) * minute);
        taken += Number(report.size);
        const signed = parseFixed(report.size, 3) * (order.buy ? 1n : -1n);
        if (order.reduceOnly) expect((position + signed) * position >= 0n && position !== 0n).toBe(true);
        position += signed;
      }
      expect(taken).toBeLessThanOrEqual(volume * 0.5 + 1e-9);
    });
    for (const [id, order] of limits) {
      const filled = d.fills().filter((fill) => fill.orderId === id);
      expect(filled.reduce((sum, fill) => sum + Number(fill.size), 0)).toBeLessThanOrEqual(order.size + 1e-9);
      expect(new Set(filled.map((fill) => fill.fillId)).size).toBe(filled.length);
    }
    return d.reports;
  };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.constantFrom(0, 20_000, 90_000), (steps, latencyMs) => {
      expect(play(steps, latencyMs)).toEqual(play(steps, latencyMs));
    }),
    { numRuns: 150 },
  );
});
