import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BarColumns, TickColumns } from "../../../shared/model/market.ts";
import type { MarketSink } from "../../ports/market-data.ts";
import { createColumnWriter } from "../bar-builder/column-writer.ts";
import { type FeedTimer, systemTimer } from "../feed-timer/feed-timer.ts";
import { describeInstrument } from "./describe-instrument.ts";
import { createFileFeed, type FeedSeries, type FileFeedOptions } from "./file-feed.ts";
import { createTickWriter } from "./tick-columns.ts";

const minute = 60_000;
const bars = (count: number, price: number, offset = 0): BarColumns => {
  const writer = createColumnWriter();
  for (let i = 0; i < count; i++) writer.push(offset + i * minute, price + i, price + i, price + i, price + i, 1);
  return writer.finish();
};
const ticksOf = (rows: [at: number, price: number][]): TickColumns => {
  const writer = createTickWriter();
  for (const [at, price] of rows) writer.push(at, price, price, price, 1);
  return writer.finish();
};

/** A sink that holds `capacity` items and gives space only when told to. */
const sinkOf = (capacity = Number.POSITIVE_INFINITY) => {
  const log: string[] = [];
  const listeners = new Set<() => void>();
  let held = 0;
  const take = (item: string): boolean => {
    if (held >= capacity) return false;
    held += 1;
    log.push(item);
    return true;
  };
  const sink: MarketSink = {
    tick: (instrument, at, _bid, _ask, last) => take(`tick ${instrument} ${at} ${last}`),
    bar: (instrument, openTime, _ms, _o, _h, _l, close) => take(`bar ${instrument} ${openTime} ${close}`),
    onSpace(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const drain = (): void => {
    held = 0;
    for (const listener of listeners) listener();
  };
  return { sink, log, drain, listeners };
};

/** A clock and a timer that move only by hand. */
const handTime = () => {
  let now = 0;
  const waiting: { at: number; run: () => void }[] = [];
  const timer: FeedTimer = {
    after(delayMs, run) {
      const entry = { at: now + delayMs, run };
      waiting.push(entry);
      return () => {
        const index = waiting.indexOf(entry);
        if (index >= 0) waiting.splice(index, 1);
      };
    },
  };
  const advance = (ms: number): void => {
    const end = now + ms;
    for (;;) {
      const next = waiting.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      waiting.splice(waiting.indexOf(next), 1);
      now = Math.max(now, next.at);
      next.run();
    }
    now = end;
  };
  return { clock: { now: () => now, mono: () => BigInt(Math.round(now * 1e6)) }, timer, advance, waiting };
};

const feedOf = (series: FeedSeries[], options: Partial<FileFeedOptions> = {}) => {
  const time = handTime();
  const feed = createFileFeed({
    series,
    intervalMs: minute,
    speed: "max",
    clock: time.clock,
    timer: time.timer,
    ...options,
  });
  return { feed, ...time };
};
const series = (columns: BarColumns, symbol = "BTC/USDT"): FeedSeries => ({
  instrument: describeInstrument(symbol),
  bars: columns,
});

describe("createFileFeed", () => {
  it("gives the first bars as history and plays the rest without a seam", () => {
    const { feed, advance } = feedOf([series(bars(10, 100))], { historyBars: 4 });
    const { sink, log, listeners } = sinkOf();
    expect([...feed.history(0).close]).toEqual([100, 101, 102, 103]);
    expect(feed.history(7).length).toBe(0);
    expect(feed.health()).toMatchObject({ state: "starting", lastAt: null });
    feed.start(sink);
    advance(1);
    expect(log).toEqual([4, 5, 6, 7, 8, 9].map((i) => `bar 0 ${i * minute} ${100 + i}`));
    expect(feed.health()).toEqual({ state: "ended", detail: "recording ended", lastAt: 10 * minute });
    expect(listeners.size).toBe(0);
  });

  it("merges several series by time", () => {
    const { feed, advance } = feedOf([series(bars(3, 100)), series(bars(3, 200, 30_000), "ETH/USDT")]);
    const { sink, log } = sinkOf();
    feed.start(sink);
    advance(1);
    expect(log.map((item) => item.slice(0, 5))).toEqual(["bar 0", "bar 1", "bar 0", "bar 1", "bar 0", "bar 1"]);
  });

  it("loses, repeats and reorders nothing, whatever the capacity of the sink", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 300 }), fc.nat(300), (capacity, a, b) => {
        const ticks = ticksOf(Array.from({ length: b }, (_, i) => [i * 7_000, 50 + i]));
        const all: FeedSeries[] = [series(bars(a, 100)), { instrument: describeInstrument("X"), ticks }];
        const free = feedOf(all);
        const wide = sinkOf();
        free.feed.start(wide.sink);
        free.advance(1000);
        const tight = feedOf(all);
        const narrow = sinkOf(capacity);
        tight.feed.start(narrow.sink);
        for (let round = 0; round < 2000 && tight.feed.health().state !== "ended"; round++) {
          tight.advance(1);
          narrow.drain();
        }
        expect(tight.feed.health().state).toBe("ended");
        expect(narrow.log).toEqual(wide.log);
        expect(wide.log.filter((item) => item.startsWith("bar 0"))).toHaveLength(a);
        expect(wide.log.filter((item) => item.startsWith("tick"))).toHaveLength(b);
      }),
      { numRuns: 40 },
    );
  });

  it("says that it waits while the sink is full", () => {
    const { feed, advance } = feedOf([series(bars(5, 100))]);
    const { sink, log } = sinkOf(2);
    feed.start(sink);
    advance(1);
    expect(log).toHaveLength(2);
    expect(feed.health()).toMatchObject({ state: "live", detail: "waits for the desk to catch up" });
  });

  it("plays at a multiple of real time, stands still while paused, and goes on where it was", () => {
    const { feed, advance } = feedOf([series(bars(10, 100))], { speed: 60 });
    const { sink, log } = sinkOf();
    feed.start(sink);
    advance(500);
    expect(log).toHaveLength(1);
    advance(2000);
    expect(log).toHaveLength(3);
    expect(feed.health().detail).toBe("plays a recording at 60×");
    feed.pause();
    feed.pause();
    advance(60_000);
    expect(log).toHaveLength(3);
    expect(feed.health().state).toBe("paused");
    feed.resume();
    feed.resume();
    advance(10);
    expect(log).toHaveLength(4);
    advance(1000);
    expect(log).toHaveLength(5);
  });

  it("stops for good", () => {
    const { feed, advance, waiting } = feedOf([series(bars(10, 100))], { speed: 60 });
    const { sink, log, listeners } = sinkOf();
    feed.start(sink);
    feed.start(sink);
    advance(10);
    feed.stop();
    feed.pause();
    advance(60_000);
    expect(log).toHaveLength(1);
    expect([waiting.length, listeners.size, feed.health().state]).toEqual([0, 0, "ended"]);
  });

  it("offers after the ticks of an interval the bar they made, and leaves out one that never closed", () => {
    const ticks = ticksOf([
      [1000, 10],
      [2000, 12],
      [minute, 11],
      [3 * minute + 5, 9],
    ]);
    const { feed, advance } = feedOf([{ instrument: describeInstrument("X"), ticks }]);
    const { sink, log } = sinkOf();
    feed.start(sink);
    advance(1);
    expect(log).toEqual([
      "tick 0 1000 10",
      "tick 0 2000 12",
      "bar 0 0 12",
      "tick 0 60000 11",
      "bar 0 60000 11",
      "tick 0 180005 9",
    ]);
  });

  it("makes history of the first ticks when asked to", () => {
    const ticks = ticksOf(Array.from({ length: 12 }, (_, i) => [i * 20_000, 10 + i]));
    const { feed, advance } = feedOf([{ instrument: describeInstrument("X"), ticks }], { historyBars: 2 });
    const { sink, log } = sinkOf();
    expect([...feed.history(0).close]).toEqual([12, 15]);
    feed.start(sink);
    advance(1);
    expect(log[0]).toBe("tick 0 120000 16");
    expect(feedOf([{ instrument: describeInstrument("X"), ticks }], { historyBars: 99 }).feed.history(0).length).toBe(
      3,
    );
  });

  it("plays with the timers of the process and tells when it has ended", async () => {
    const { sink, log } = sinkOf();
    await new Promise<void>((onEnd) => {
      const clock = { now: () => Date.now(), mono: () => process.hrtime.bigint() };
      createFileFeed({
        series: [series(bars(5000, 1))],
        intervalMs: minute,
        speed: 6e7,
        clock,
        timer: systemTimer,
        onEnd,
      }).start(sink);
    });
    expect(log).toHaveLength(5000);
  });

  it("can call a timer off", async () => {
    let calls = 0;
    const stops = [systemTimer.after(0, () => calls++), systemTimer.after(1, () => calls++)];
    for (const stop of stops) stop();
    await new Promise<void>((resolve) => systemTimer.after(5, resolve));
    expect(calls).toBe(0);
  });
});
