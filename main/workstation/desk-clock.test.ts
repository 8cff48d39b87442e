import { expect, test } from "vitest";
import type { FeedHealth, MarketData } from "../ports/market-data.ts";
import { deskClock } from "./desk-clock.ts";

const minute = 60_000;
const firstOpen = Date.UTC(2026, 0, 5);

function playback(): {
  clock: ReturnType<typeof deskClock>;
  tell(health: Partial<FeedHealth>): void;
  wait(ms: number): void;
} {
  let mono = 0n;
  let health: FeedHealth = { state: "live", detail: "", lastAt: firstOpen + minute };
  const none = new Float64Array(1);
  const history = {
    length: 1,
    openTime: Float64Array.of(firstOpen),
    open: none,
    high: none,
    low: none,
    close: none,
    volume: none,
  };
  const feed = {
    instruments: [],
    intervalMs: minute,
    history: () => history,
    start: () => undefined,
    stop: () => undefined,
    health: () => health,
  } satisfies MarketData;
  const clock = deskClock({ now: () => 0, mono: () => mono }, feed, { speed: 60, freshForMs: () => 10_000 });
  return {
    clock,
    tell: (change) => {
      health = { ...health, ...change };
    },
    wait: (ms) => {
      mono += BigInt(ms) * 1_000_000n;
    },
  };
}

test("a price that is offered but not handled yet does not move the clock past the one that is", () => {
  const { clock, tell, wait } = playback();
  let caughtUp = true;
  clock.follow(() => caughtUp);
  wait(500);
  expect(clock.now()).toBe(firstOpen + minute + 5_000);
  caughtUp = false;
  wait(600);
  tell({ lastAt: firstOpen + 2 * minute });
  expect(clock.now() - (firstOpen + minute)).toBeLessThanOrEqual(10_000);
  caughtUp = true;
  expect(clock.now()).toBe(firstOpen + 2 * minute);
});

test("a recording that falls silent lets time go on, so that its last price grows stale", () => {
  const { clock, wait } = playback();
  wait(5_000);
  expect(clock.now()).toBe(firstOpen + minute + 300_000);
});
