import fc from "fast-check";
import { expect, test } from "vitest";
import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import { btc, type EngineRig, engineRig, eth, market, person } from "../../tests/fixtures/engine-rig.ts";
import { BarSight } from "./bar-sight.ts";
import type { RiskFacts, RiskWatch } from "./risk-watch.ts";

const t0 = Date.UTC(2026, 0, 5, 12);
const minute = 60_000;

interface Seen {
  readonly equity: string;
  readonly price: number;
  readonly at: number;
}

/** A rig whose venue does in a bar what a test says, and a watch that remembers what it was shown. */
function watched(cash = "1000", instruments = [btc]) {
  const seen: Seen[] = [];
  const watch: RiskWatch = {
    id: "seen",
    observe(facts: RiskFacts) {
      seen.push({ equity: formatFixed(facts.equity(), MONEY_DIGITS), price: facts.price(0), at: facts.now - t0 });
      return null;
    },
  };
  const venue: { onBar: (rig: EngineRig) => void } = { onBar: () => undefined };
  const rig: EngineRig = engineRig({
    cash,
    instruments,
    leverage: "10",
    watches: [watch],
    route: { onBar: () => venue.onBar(rig) },
  });
  rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 1000, staleAfterMs: 1e9 };
  let bars = 0;
  const bar = (open: number, high: number, low: number, close: number, instrument = 0): void => {
    rig.clock.now = t0 + (bars + 1) * minute;
    rig.engine.bar(instrument, t0 + bars++ * minute, minute, open, high, low, close, 10);
    rig.engine.pump(1);
  };
  const order = (side: "buy" | "sell", size: string) => rig.engine.submit(market(side, size), person, "").orderId;
  bar(100, 100, 100, 100);
  const since = (): Seen[] => seen.splice(0, seen.length);
  return { rig, venue, bar, order, since };
}

/** Equity and moment of what was shown of the bar that ends then, before its end. */
const inside = (seen: readonly Seen[], end: number) =>
  seen.filter(({ at }) => at > end - minute && at < end).map(({ equity, price, at }) => [equity, price, at]);

test("a long position is shown the high of a bar, then its low, then its close, before anyone sees its end", () => {
  const { rig, bar, order, since } = watched();
  rig.fill(order("buy", "10"), "10", "100");
  since();
  bar(100, 103, 92, 101);
  const end = 2 * minute;
  const seen = since();
  expect(inside(seen, end)).toEqual([
    ["1030", 103, end - 1],
    ["920", 92, end - 1],
    ["1010", 101, end - 1],
  ]);
  expect(seen.at(-1)).toEqual({ equity: "1010", price: 101, at: end });
  expect(rig.engine.account().equityPeak).toBe("1030");
});

test("a position that was opened between two bars sees of the next only what came after it", () => {
  const { rig, bar, order, since } = watched();
  // The bar of this minute falls to its low in its first two thirds; the purchase comes after that.
  rig.clock.now = t0 + minute + 50_000;
  rig.fill(order("buy", "10"), "10", "100");
  since();
  bar(100, 112, 90, 101);
  const end = 2 * minute;
  const lowest = Math.min(...since().map(({ equity }) => Number(equity)));
  expect(lowest).toBeGreaterThan(950);
  expect(Number(rig.engine.account().equityPeak)).toBeLessThan(1121);
  bar(101, 102, 95, 101);
  expect(inside(since(), end + minute)[1]).toEqual(["950", 95, end + minute - 1]);
});

test("a short position is shown the low first and the high then", () => {
  const { rig, bar, order, since } = watched();
  rig.fill(order("sell", "10"), "10", "100");
  since();
  bar(100, 103, 92, 101);
  expect(inside(since(), 2 * minute).map(([equity]) => equity)).toEqual(["1080", "970", "990"]);
});

test("what the venue fills inside a bar decides who sees which part of it", () => {
  const { rig, venue, bar, order, since } = watched();
  rig.fill(order("buy", "10"), "10", "100");
  const stop = order("sell", "6");
  since();
  // It falls from 103 at a third of the bar to 91 at two thirds; at 97 it is halfway.
  venue.onBar = () => rig.fill(stop, "6", "97", { at: t0 + minute + minute / 2 });
  bar(100, 103, 91, 92);
  const end = 2 * minute;
  expect(inside(since(), end)).toEqual([
    ["1030", 103, minute + minute / 2],
    ["970", 97, minute + minute / 2],
    // 18 are lost, and 4 are left: neither the high before the stop nor the low for the 6 that were out by then counts.
    ["970", 97, end - 1],
    ["946", 91, end - 1],
    ["950", 92, end - 1],
  ]);
});

test("a stop-loss that closes everything inside the bar leaves nothing to lose after it", () => {
  const { rig, venue, bar, order, since } = watched();
  rig.fill(order("buy", "10"), "10", "100");
  const stop = order("sell", "10");
  since();
  // It falls from 103 to 53 in the middle third of the bar.
  venue.onBar = () => rig.fill(stop, "10", "97", { at: t0 + minute + 20_000 + (6 / 50) * 20_000 });
  bar(100, 103, 53, 54);
  const equities = since().map(({ equity }) => Number(equity));
  expect(Math.min(...equities)).toBe(970);
  expect(equities.at(-1)).toBe(970);
});

test("what trips inside a bar has its moment in the record, and times in the record never go back", () => {
  const watch: RiskWatch = {
    id: "floor",
    observe: (facts) =>
      facts.equityNumber() < 975
        ? [{ rule: "floor", action: "flatten_and_halt", reason: "low", observed: null, limit: null, basis: null }]
        : null,
  };
  const fills: (() => void)[] = [];
  const rig = engineRig({ cash: "1000", leverage: "10", watches: [watch], route: { onBar: () => fills.shift()?.() } });
  rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 1000, staleAfterMs: 1e9 };
  const bar = (i: number, open: number, high: number, low: number, close: number): void => {
    // The desk's time has gone on while the bar was made.
    rig.clock.now = t0 + (i + 1) * minute - 100;
    rig.engine.passTime();
    rig.clock.now += 100;
    rig.engine.bar(0, t0 + i * minute, minute, open, high, low, close, 10);
    rig.engine.pump(1);
  };
  bar(0, 100, 100, 100, 100);
  rig.fill(rig.engine.submit(market("buy", "10"), person, "").orderId, "10", "100");
  const exit = rig.engine.submit(market("sell", "6"), person, "").orderId;
  fills.push(() => rig.fill(exit, "6", "97", { at: t0 + minute + minute / 2 }));
  bar(1, 100, 103, 91, 92);
  const tripped = rig.events.find(({ type }) => type === "risk.breaker_tripped");
  expect(tripped?.at).toBe(t0 + minute + minute / 2);
  const times = rig.events.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  // It has only begun: nothing is said of what is left before there was time to close it.
  expect(rig.dataOf("risk.state_changed").some(({ left }) => left !== undefined)).toBe(false);
  expect(rig.engine.flattening()).toMatchObject({ since: t0 + 2 * minute });
});

test("an entry inside the bar is not shown what came before it, and one at its open sees all of it", () => {
  const { rig, venue, bar, order, since } = watched();
  let entry = order("buy", "10");
  since();
  venue.onBar = () => rig.fill(entry, "10", "102", { at: t0 + minute + minute / 2 });
  // It rises from 90 at a third to 114 at two thirds.
  bar(100, 114, 90, 110);
  expect(inside(since(), 2 * minute).map(([equity]) => equity)).toEqual(["1120", "1000", "1080"]);
  entry = order("buy", "10");
  since();
  venue.onBar = () => rig.fill(entry, "10", "110", { at: t0 + 2 * minute });
  bar(110, 111, 100, 110);
  expect(inside(since(), 3 * minute).map(([equity]) => equity)).toEqual(["1100", "880", "1080"]);
});

test("a fill is never judged at the price before it", () => {
  const { rig, venue, bar, order, since } = watched();
  const entry = order("buy", "10");
  since();
  venue.onBar = () => rig.fill(entry, "10", "130", { at: t0 + minute });
  bar(130, 130, 130, 130);
  expect(new Set(since().map(({ equity }) => equity))).toEqual(new Set(["1000"]));
});

test("other instruments count at their last prices, and one that nobody holds is not looked into", () => {
  const { rig, bar, order, since } = watched("1000", [btc, eth]);
  bar(50, 50, 50, 50, 1);
  rig.fill(order("buy", "10"), "10", "100");
  since();
  bar(50, 90, 10, 50, 1);
  expect(new Set(since().map(({ equity }) => equity))).toEqual(new Set(["1000"]));
  const { orderId } = rig.engine.submit(market("buy", "2", { instrumentId: eth.id }), person, "");
  rig.fill(orderId, "2", "50");
  since();
  bar(100, 100, 95, 99);
  expect(inside(since(), 4 * minute).map(([equity]) => equity)).toEqual(["1000", "950", "990"]);
});

test("bars of an instrument that has ticks are its past: nothing in them is seen again", () => {
  const { rig, bar, order, since } = watched();
  rig.price(100);
  rig.fill(order("buy", "10"), "10", "100");
  since();
  bar(100, 100, 1, 100);
  expect(new Set(since().map(({ equity }) => equity))).toEqual(new Set(["1000"]));
});

test("each stretch begins where the one before has ended, however the fills are stamped", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -10, max: 120 }), { maxLength: 6 }), (moments) => {
      const shown: { low: number; high: number; at: number }[] = [];
      const sight = new BarSight((_, low, high, at) => shown.push({ low, high, at }));
      const bar = {
        instrument: 0,
        openTime: 1000,
        intervalMs: 100,
        open: 100,
        high: 110,
        low: 80,
        close: 90,
        volume: 1,
      };
      sight.begin(bar);
      for (const moment of moments) sight.reach(1000 + moment);
      sight.end();
      expect(sight.isOpen).toBe(false);
      const last = shown.pop();
      expect(last).toEqual({ low: 90, high: 90, at: 1099 });
      expect(Math.min(...shown.map(({ low }) => low))).toBe(80);
      expect(Math.max(...shown.map(({ high }) => high))).toBe(110);
      const times = shown.map(({ at }) => at);
      expect(times.slice(0, -1)).toEqual(times.slice(0, -1).toSorted((a, b) => a - b));
      for (const [i, { low }] of shown.slice(1).entries()) expect(low).toBeLessThanOrEqual(shown[i]?.high ?? 0);
    }),
  );
});
