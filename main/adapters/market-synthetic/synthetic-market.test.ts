import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bar } from "../../../shared/model/market.ts";
import type { MarketData, MarketSink } from "../../ports/market-data.ts";
import { createBarBuilder } from "../bar-builder/bar-builder.ts";
import type { FeedTimer } from "../feed-timer/feed-timer.ts";
import { listings } from "./listing.ts";
import { createMinutePlayer } from "./minute-player.ts";
import { randomStream } from "./random-stream.ts";
import { createSyntheticBars } from "./synthetic-history.ts";
import { createSyntheticMarket } from "./synthetic-market.ts";

const minute = 60_000;
const t0 = Date.UTC(2026, 10, 20, 14, 30, 30);

interface Tick {
  instrument: number;
  at: number;
  bid: number;
  ask: number;
  last: number;
  size: number;
}
const sinkOf = (capacity = Number.POSITIVE_INFINITY) => {
  const ticks: Tick[] = [];
  const bars: (Bar & { instrument: number })[] = [];
  const order: string[] = [];
  const listeners = new Set<() => void>();
  let held = 0;
  const room = (): boolean => {
    if (held >= capacity) return false;
    held += 1;
    return true;
  };
  const sink: MarketSink = {
    tick(instrument, at, bid, ask, last, size) {
      if (!room()) return false;
      ticks.push({ instrument, at, bid, ask, last, size });
      order.push(`t${instrument}`);
      return true;
    },
    bar(instrument, openTime, _ms, open, high, low, close, volume) {
      if (!room()) return false;
      bars.push({ instrument, openTime, open, high, low, close, volume });
      order.push(`b${instrument}`);
      return true;
    },
    onSpace(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const drain = (): void => {
    held = 0;
    for (const listener of listeners) listener();
  };
  return { sink, ticks, bars, order, drain, listeners };
};

const handTime = (start: number) => {
  let now = start;
  let waiting: { at: number; run: () => void }[] = [];
  const timer: FeedTimer = {
    after(delayMs, run) {
      const entry = { at: now + delayMs, run };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
  };
  const advance = (ms: number): void => {
    const end = now + ms;
    for (;;) {
      const due = waiting.filter((entry) => entry.at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!due) break;
      waiting = waiting.filter((entry) => entry !== due);
      now = Math.max(now, due.at);
      due.run();
    }
    now = end;
  };
  return { clock: { now: () => now, mono: () => 0n }, timer, advance };
};

const barAt = (market: MarketData, instrument: number, i: number): Bar => {
  const { openTime, open, high, low, close, volume } = market.history(instrument);
  return { openTime: openTime[i]!, open: open[i]!, high: high[i]!, low: low[i]!, close: close[i]!, volume: volume[i]! };
};
const player = (seed: number, startMinute: number) =>
  createMinutePlayer(
    listings,
    listings.map((listing) => createSyntheticBars(listing, seed)),
    seed,
    startMinute,
  );

describe("createSyntheticMarket", () => {
  it("offers four instruments of three classes with three weeks of minutes each", () => {
    const time = handTime(t0);
    const market = createSyntheticMarket({ seed: 1, ...time });
    expect(market.instruments.map((i) => [i.symbol, i.assetClass])).toEqual([
      ["BTC/USDT", "crypto-spot"],
      ["ETH/USDT", "crypto-spot"],
      ["AAPL", "equity"],
      ["EUR/USD", "fx"],
    ]);
    const last = Math.floor(t0 / minute) * minute - minute;
    for (const i of [0, 1, 2, 3]) {
      const { openTime, length } = market.history(i);
      expect(length).toBe(21 * 1440);
      expect([openTime[0], openTime[length - 1]]).toEqual([last - (21 * 1440 - 1) * minute, last]);
    }
    expect(market.history(9).length).toBe(0);
  });

  it("is the same market, bit for bit, for the same seed and clock, and another one for another seed", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1.4e9, max: 2e9 }), (seed, at) => {
        const run = (key: number) => {
          const time = handTime(at * 1000);
          const market = createSyntheticMarket({ seed: key, historyDays: 1, ...time });
          const { sink, ticks, bars } = sinkOf();
          market.start(sink);
          time.advance(70_000);
          const history = market.instruments.map((_, i) =>
            Buffer.from(market.history(i).close.buffer).toString("base64"),
          );
          return JSON.stringify({ history, bars, ticks });
        };
        const one = run(seed);
        expect(run(seed) === one).toBe(true);
        expect(run(seed + 1) === one).toBe(false);
      }),
      { numRuns: 4 },
    );
  });

  it("goes from history into live ticks without a seam, and a desk opened later finds the prices that were lived", () => {
    const time = handTime(t0);
    const market = createSyntheticMarket({ seed: 7, historyDays: 1, ...time });
    const { sink, ticks, bars } = sinkOf();
    market.start(sink);
    time.advance(5 * minute);
    const firstTick = ticks.find((tick) => tick.instrument === 0)!;
    const lastBar = barAt(market, 0, market.history(0).length - 1);
    expect(firstTick.at).toBeGreaterThanOrEqual(lastBar.openTime + minute);
    expect(Math.abs(firstTick.last / lastBar.close - 1)).toBeLessThan(0.002);

    const later = createSyntheticMarket({ seed: 7, historyDays: 1, ...handTime(t0 + 5 * minute) });
    for (const { instrument, ...bar } of bars) {
      const i = later.history(instrument).openTime.indexOf(bar.openTime);
      expect(barAt(later, instrument, i)).toEqual(bar);
    }
    expect(bars.length).toBe(4 * 5);
  });

  it("catches up with the minute it starts in and then keeps to the clock", () => {
    const time = handTime(t0);
    const market = createSyntheticMarket({ seed: 3, historyDays: 0, ...time });
    const { sink, ticks } = sinkOf();
    expect(market.health().state).toBe("starting");
    market.start(sink);
    market.start(sink);
    time.advance(1);
    expect(ticks[0]!.at).toBeLessThan(t0 - 29_000);
    const caughtUp = ticks.length;
    expect(caughtUp).toBeGreaterThan(4 * 100);
    time.advance(10_000);
    expect(ticks.at(-1)!.at).toBeLessThanOrEqual(t0 + 10_001);
    expect(ticks.at(-1)!.at).toBeGreaterThan(t0 + 9_000);
    expect(market.health()).toEqual({ state: "live", detail: "synthetic market, seed 3", lastAt: ticks.at(-1)!.at });
    market.stop();
    const stopped = ticks.length;
    time.advance(10_000);
    expect(ticks.length).toBe(stopped);
    expect(market.health()).toMatchObject({ state: "ended", detail: "synthetic market ended" });
  });

  it("lives faster than the clock when asked to", () => {
    const time = handTime(t0);
    const market = createSyntheticMarket({ seed: 3, historyDays: 0, speed: 60, ...time });
    const { sink, bars } = sinkOf();
    market.start(sink);
    time.advance(3_000);
    expect(bars.length).toBe(4 * 3);
  });

  it("waits for a full sink and loses nothing", () => {
    const run = (capacity: number) => {
      const time = handTime(t0);
      const market = createSyntheticMarket({ seed: 5, historyDays: 0, ...time });
      const sink = sinkOf(capacity);
      market.start(sink.sink);
      let waited = false;
      for (let i = 0; i < 4000; i++) {
        time.advance(20);
        waited ||= market.health().detail === "waits for the desk to catch up";
        sink.drain();
      }
      return { ...sink, waited };
    };
    const tight = run(25);
    const wide = run(Number.POSITIVE_INFINITY);
    expect([tight.waited, wide.waited]).toEqual([true, false]);
    const shared = Math.min(tight.ticks.length, wide.ticks.length);
    expect(shared).toBeGreaterThan(2000);
    expect(tight.ticks.slice(0, shared)).toEqual(wide.ticks.slice(0, shared));
    expect(tight.order.slice(0, shared)).toEqual(wide.order.slice(0, shared));
  });
});

describe("minute player", () => {
  it("ticks that make exactly the bar of their minute, its volume included", () => {
    const start = Math.floor(t0 / minute);
    fc.assert(
      fc.property(fc.integer(), fc.nat(500_000), (seed, offset) => {
        const built = new Map<number, Bar>();
        const { sink, ticks, bars } = sinkOf();
        player(seed, start - offset).advance((start - offset + 1) * minute, sink);
        for (const [i] of listings.entries()) {
          const builder = createBarBuilder(minute, (bar) => built.set(i, { ...bar }));
          for (const tick of ticks.filter((t) => t.instrument === i && t.at < (start - offset + 1) * minute)) {
            builder.tick(tick.at, tick.last, tick.size);
          }
          builder.closeUpTo(Number.POSITIVE_INFINITY);
          const { volume, ...prices } = built.get(i)!;
          const { volume: sold, instrument, ...told } = bars.find((bar) => bar.instrument === i)!;
          expect(instrument).toBe(i);
          expect(prices).toEqual(told);
          expect(volume / sold).toBeCloseTo(1, 9);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("keeps time ascending, bid below ask, last on one of them, and prices and sizes on their increments", () => {
    const { sink, ticks } = sinkOf();
    const start = Math.floor(t0 / minute);
    player(11, start).advance((start + 3) * minute, sink);
    let at = 0;
    for (const tick of ticks) {
      const { pricesPerUnit, sizesPerUnit } = listings[tick.instrument]!;
      expect(tick.at).toBeGreaterThanOrEqual(at);
      at = tick.at;
      expect(tick.bid).toBeLessThan(tick.ask);
      expect([tick.bid, tick.ask]).toContain(tick.last);
      expect(Math.round(tick.last * pricesPerUnit) / pricesPerUnit).toBe(tick.last);
      expect(Math.round(tick.size * sizesPerUnit) / sizesPerUnit).toBe(tick.size);
      expect(tick.size).toBeGreaterThan(0);
    }
  });

  it("ticks five to twenty times a second for each instrument, unevenly", () => {
    const { sink, ticks } = sinkOf();
    const start = Math.floor(t0 / minute);
    player(11, start).advance((start + 5) * minute - 1, sink);
    for (const [i] of listings.entries()) {
      const own = ticks.filter((tick) => tick.instrument === i);
      expect(own.length / 300).toBeGreaterThanOrEqual(5);
      expect(own.length / 300).toBeLessThanOrEqual(20);
      const perSecond = new Map<number, number>();
      for (const tick of own)
        perSecond.set(Math.floor(tick.at / 1000), (perSecond.get(Math.floor(tick.at / 1000)) ?? 0) + 1);
      expect(Math.max(...perSecond.values())).toBeGreaterThan(20);
    }
  });

  it("offers long-past minutes as bars alone", () => {
    const { sink, ticks, bars } = sinkOf();
    const start = Math.floor(t0 / minute);
    player(11, start).advance((start + 480) * minute, sink);
    expect(bars.length).toBe(4 * 480);
    expect(ticks[0]!.at).toBeGreaterThanOrEqual((start + 470) * minute);
  });
});

describe("the character of the market", () => {
  const end = Math.floor(t0 / minute);
  const weeks = listings.map((listing) => createSyntheticBars(listing, 21).columns(end - 28 * 1440, end));
  const returnsOf = (i: number): number[] =>
    Array.from({ length: weeks[i]!.length - 1 }, (_, k) => Math.log(weeks[i]!.close[k + 1]! / weeks[i]!.close[k]!));
  const square = (values: number[]): number => values.reduce((sum, x) => sum + x * x, 0);

  it("moves in a day about as much as it was told, with fat tails", () => {
    for (const [i, { dailyVolatility }] of listings.entries()) {
      const returns = returnsOf(i);
      const daily = Math.sqrt(square(returns) / 28);
      expect(daily / dailyVolatility).toBeGreaterThan(0.6);
      expect(daily / dailyVolatility).toBeLessThan(1.7);
      const kurtosis = (returns.reduce((sum, x) => sum + x ** 4, 0) * returns.length) / square(returns) ** 2;
      expect(kurtosis).toBeGreaterThan(4);
    }
  });

  it("moves Bitcoin and Ether together, and stocks and euros on their own", () => {
    const correlation = (a: number[], b: number[]): number =>
      a.reduce((sum, x, k) => sum + x * b[k]!, 0) / Math.sqrt(square(a) * square(b));
    expect(correlation(returnsOf(0), returnsOf(1))).toBeGreaterThan(0.5);
    expect(Math.abs(correlation(returnsOf(0), returnsOf(2)))).toBeLessThan(0.1);
    expect(Math.abs(correlation(returnsOf(0), returnsOf(3)))).toBeLessThan(0.1);
  });

  it("has true bars, and holes where the market jumped", () => {
    for (const [i, bars] of weeks.entries()) {
      let holes = 0;
      let untrue = 0;
      for (let k = 0; k < bars.length; k++) {
        const [o, h, l, c] = [bars.open[k]!, bars.high[k]!, bars.low[k]!, bars.close[k]!];
        if (!(l <= Math.min(o, c) && h >= Math.max(o, c) && l > 0)) untrue += 1;
        if (k > 0 && Math.abs(o / bars.close[k - 1]! - 1) > listings[i]!.dailyVolatility / 15) holes += 1;
      }
      expect(untrue).toBe(0);
      expect(holes).toBeGreaterThan(2);
      expect(holes).toBeLessThan(200);
    }
  });

  it("trades more stock in New York's hours than at night", () => {
    const { openTime, volume } = weeks[2]!;
    let day = 0;
    let night = 0;
    for (const [k, v] of volume.entries()) {
      if ((openTime[k]! / minute) % 1440 >= 810 && (openTime[k]! / minute) % 1440 < 1200) day += v;
      else night += v;
    }
    expect(day).toBeGreaterThan(2 * night);
  });

  it("keeps its level over years, before and after its epoch", () => {
    for (const listing of listings) {
      for (const year of [2005, 2024, 2045]) {
        const at = Math.floor(Date.UTC(year, 5, 1) / minute);
        const price = createSyntheticBars(listing, 1).columns(at, at + 1).close[0]!;
        expect(Math.abs(Math.log(price / listing.level))).toBeLessThan(1);
      }
    }
  });
});

describe("randomStream", () => {
  it("gives the numbers of its key, uniform, normal and exponential", () => {
    const stream = randomStream(1, 2, 3);
    const again = randomStream(1, 2, 3);
    const n = 20_000;
    const mean = (draw: () => number): number => Array.from({ length: n }, draw).reduce((sum, x) => sum + x, 0) / n;
    expect(Array.from({ length: 9 }, () => stream.next())).toEqual(Array.from({ length: 9 }, () => again.next()));
    expect(mean(() => stream.next())).toBeCloseTo(0.5, 1);
    expect(mean(() => stream.normal())).toBeCloseTo(0, 1);
    expect(mean(() => stream.normal() ** 2)).toBeCloseTo(1, 1);
    expect(mean(() => stream.exponential())).toBeCloseTo(1, 1);
    const rolls = new Set(Array.from({ length: 500 }, () => stream.whole(3, 6)));
    expect([...rolls].toSorted()).toEqual([3, 4, 5, 6]);
    expect(randomStream(2 ** 40, 1).next()).not.toBe(randomStream(0, 1).next());
  });
});
