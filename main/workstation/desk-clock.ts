import type { Clock } from "../ports/clock.ts";
import type { MarketData } from "../ports/market-data.ts";

/** The clock of a desk that plays a recorded market: market time, so that a price of 2024 is not stale in its own day. */
export function deskClock(machine: Clock, feed: MarketData): Clock {
  const bars = feed.history(0);
  const before = (bars.openTime[bars.length - 1] ?? 0) + feed.intervalMs;
  return { now: () => feed.health().lastAt ?? before, mono: () => machine.mono() };
}
