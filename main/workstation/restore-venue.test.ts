import { expect, test } from "vitest";
import type { BarColumns } from "../../shared/model/market.ts";
import type { ExecutionReport, OrderIntent, OrderRequest } from "../../shared/model/order.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { btc, type EngineRig, engineRig, market, person } from "../../tests/fixtures/engine-rig.ts";
import { createPaperBroker } from "../adapters/broker-paper/paper-broker.ts";
import { bestSince } from "./best-since.ts";
import { restoreVenue } from "./restore-desk.ts";

const minuteMs = 60_000;

/** One-minute bars, each from its low to its high. */
function minutes(from: number, ranges: readonly (readonly [low: number, high: number])[]): BarColumns {
  const column = (value: (range: readonly [number, number], at: number) => number): Float64Array =>
    Float64Array.from(ranges, value);
  const [low, high] = [column(([least]) => least), column(([, most]) => most)];
  const openTime = column((_range, at) => from + at * minuteMs);
  return { length: ranges.length, openTime, open: low, high, low, close: high, volume: low };
}

const stop: Partial<OrderRequest> = { type: "trailing-stop", trailingOffset: "5", reduceOnly: true };

/** A desk that holds one unit long, or short, with a trailing stop at its venue. */
function protectedRig(side: "buy" | "sell"): { rig: EngineRig; orderId: string } {
  const rig = engineRig({ leverage: "3" });
  rig.bar(100, 50);
  rig.price(100);
  const entry = rig.engine.submit(market(side, "1"), person, "test");
  rig.fill(entry.orderId, "1", "100");
  rig.price(100);
  const exit = rig.engine.submit(market(side === "buy" ? "sell" : "buy", "1", stop), person, "test");
  rig.say({ orderId: exit.orderId, kind: "accepted", venueOrderId: "v1" });
  return { rig, orderId: exit.orderId };
}

/** What a new venue tells once it has its orders back and then sees these prices. */
function afterRestart(rig: EngineRig, bars: BarColumns, prices: readonly number[]): ExecutionReport[] {
  const settings = PaperVenueSettings.parse({});
  const broker = createPaperBroker([btc], settings, { cash: "100000", leverage: "3", marginMode: "cross" });
  const reports: ExecutionReport[] = [];
  broker.onReport((report) => reports.push(report));
  restoreVenue(rig.engine, broker, { instruments: [btc], history: () => bars, intervalMs: minuteMs }, rig.clock.now);
  for (const [place, last] of prices.entries()) {
    const at = rig.clock.now + place;
    broker.onTick({ instrument: 0, at, bid: last, ask: last, last, size: 10 }, at);
  }
  return reports;
}

test("a trailing stop goes on from where the market has been since it was sent, not from where it is now", () => {
  const { rig } = protectedRig("buy");
  const since = rig.clock.now;
  // From 100 to 120 and back: the stop stood at 115.
  const bars = minutes(since + minuteMs, [
    [99, 108],
    [107, 120],
    [116, 117],
  ]);
  expect(afterRestart(rig, bars, [116]).map(({ kind }) => kind)).not.toContain("fill");
  expect(afterRestart(rig, bars, [116, 114.9])).toContainEqual(
    expect.objectContaining({ kind: "fill", size: "1", price: "114.9" }),
  );
});

test("one that buys goes on from the lowest, and what was before it counts for nothing", () => {
  const { rig } = protectedRig("sell");
  const since = rig.clock.now;
  const bars = minutes(since - minuteMs, [
    [60, 100],
    [90, 100],
    [80, 84],
  ]);
  expect(afterRestart(rig, bars, [84.9]).map(({ kind }) => kind)).not.toContain("fill");
  expect(afterRestart(rig, bars, [84.9, 85]).map(({ kind }) => kind)).toContain("fill");
  // No bar has closed since: it goes on from the price that comes.
  expect(afterRestart(rig, minutes(since - minuteMs, [[60, 100]]), [85]).map(({ kind }) => kind)).not.toContain("fill");
});

test("one that waited for another order to fill goes on from when it left", () => {
  const rig = engineRig({ leverage: "3" });
  rig.bar(100, 50);
  rig.price(100);
  const wished = rig.clock.now;
  const entry = { ...market("buy", "1"), type: "limit", limitPrice: "99" } as const;
  const exit = market("sell", "1", { ...stop, timeInForce: "DAY" });
  const ids = rig.engine.submitGroup("oto", [entry, exit], person, "test").map(({ orderId }) => orderId);
  const [first = "", follower = ""] = ids;
  rig.say({ orderId: first, kind: "accepted", venueOrderId: "v1" });
  rig.clock.now += 24 * 60 * minuteMs;
  rig.price(99);
  rig.fill(first, "1", "99");
  rig.say({ orderId: follower, kind: "accepted", venueOrderId: "v2" });
  // What the market did while it waited moves no stop, and the day it was wished for on is not its own.
  const bars = minutes(wished + minuteMs, [[100, 150]]);
  expect(afterRestart(rig, bars, [98, 94.1])).toEqual([]);
  expect(afterRestart(rig, bars, [98, 93])).toContainEqual(expect.objectContaining({ kind: "fill", price: "93" }));
});

test("the best price since a time is that of the bars from then on, and of the bar it lies in what its path had left", () => {
  const bars = minutes(0, [
    [1, 9],
    [3, 7],
    [4, 8],
  ]);
  const since = (side: "buy" | "sell", at: number): number => bestSince(bars, minuteMs, side, at);
  expect([since("sell", 0), since("buy", 0)]).toEqual([9, 1]);
  expect([since("sell", minuteMs), since("buy", minuteMs)]).toEqual([8, 3]);
  // These bars open at their low and rise to their high in their second third.
  expect([since("sell", minuteMs - 1), since("buy", minuteMs / 2)]).toEqual([9, 3]);
  expect(since("buy", 2.5 * minuteMs)).toBe(6);
  expect(since("sell", 3 * minuteMs)).toBeNaN();
  const falling = { ...minutes(0, [[99, 120]]), open: Float64Array.of(119), close: Float64Array.of(100) };
  // 119, 120, 99, 100 by thirds: a stop made in the last third has not seen the high.
  expect(bestSince(falling, minuteMs, "sell", 5000)).toBe(120);
  expect(bestSince(falling, minuteMs, "sell", 45_000)).toBe(100);
});

test("a limit placed while trading was halted takes what the market reopens at, one that has met it rests", () => {
  const at = Date.UTC(2026, 0, 5, 12);
  const settings = PaperVenueSettings.parse({ halts: [{ from: at, to: at + minuteMs }] });
  const fillsOf = (sentAt: number, change: Partial<OrderIntent> = {}): unknown[] => {
    const broker = createPaperBroker([btc], settings);
    const reports: ExecutionReport[] = [];
    broker.onReport((report) => reports.push(report));
    const intent = { ...market("buy", "1"), type: "limit", limitPrice: "105", orderId: "o1", reason: "", ...change };
    broker.restore(intent as OrderIntent, { sentAt, filled: "0", triggered: false, seenUntil: at + 5000 });
    const open = at + minuteMs;
    broker.onTick({ instrument: 0, at: open, bid: 99.99, ask: 100.01, last: 100, size: 10 }, open);
    return reports.map((report) => (report.kind === "fill" ? [report.price, report.liquidity] : report.kind));
  };
  expect(fillsOf(at + 1000)).toEqual([["100.01", "taker"]]);
  expect(fillsOf(at - 1000)).toEqual([["105", "maker"]]);
  expect(fillsOf(at + 1000, { postOnly: true })).toEqual([["105", "maker"]]);
});

test("a limit goes to the end of its queue: what stands ahead trades first", () => {
  const broker = createPaperBroker([btc], PaperVenueSettings.parse({ queue: true, queueAhead: "3" }));
  const reports: ExecutionReport[] = [];
  broker.onReport((report) => reports.push(report));
  const intent = { ...market("buy", "1"), type: "limit", limitPrice: "99.9", orderId: "o1", reason: "" } as const;
  broker.restore(intent, { sentAt: 0, filled: "0", triggered: false });
  for (let at = 1; at <= 5; at++) broker.onTick({ instrument: 0, at, bid: 99.9, ask: 100, last: 99.9, size: 1 }, at);
  expect(reports.map(({ at }) => at)).toEqual([4]);
});
