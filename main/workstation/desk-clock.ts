import type { Clock } from "../ports/clock.ts";
import type { MarketData } from "../ports/market-data.ts";

/** How a recorded market is played. */
export interface PlaybackPace {
  /** Market time per real time. */
  readonly speed: number;
  /** How long a price counts as fresh, in milliseconds of market time. */
  readonly freshForMs: () => number;
}

/** A clock of market time that an engine can be joined with. */
export interface DeskClock extends Clock {
  /** From now on a price counts as arrived when the engine has handled it: `isCaughtUp` says whether nothing waits. */
  follow(isCaughtUp: () => boolean): void;
}

/** How late the next bar may be, in real milliseconds, before the recording counts as silent. */
const graceMs = 1000;

/**
 * The clock of a desk that plays a recorded market: market time, so that a price of 2024 is not stale in its own day.
 * From one bar to the next it moves only as far as the last price stays fresh, because a recording on schedule has no
 * newer one; when the recording ends, pauses or falls silent, time goes on at its speed and the price grows stale.
 */
export function deskClock(machine: Clock, feed: MarketData, { speed, freshForMs }: PlaybackPace): DeskClock {
  const bars = feed.history(0);
  let barAt = (bars.openTime[bars.length - 1] ?? 0) + feed.intervalMs;
  let seenAt = machine.mono();
  let latest = barAt;
  let isCaughtUp = (): boolean => true;

  const timeOf = (state: string, realMs: number): number => {
    const marketMs = realMs * speed;
    const overdue = marketMs > feed.intervalMs + graceMs * speed;
    if (state !== "live" || overdue) return barAt + marketMs;
    return barAt + Math.min(1, marketMs / feed.intervalMs) * Math.min(feed.intervalMs, freshForMs());
  };

  return {
    now() {
      const { state, lastAt } = feed.health();
      const mono = machine.mono();
      if (state === "starting") {
        seenAt = mono;
        return latest;
      }
      // An offered price that still waits in the queue must not make the handled one look old.
      if (lastAt !== null && lastAt !== barAt && isCaughtUp()) {
        barAt = lastAt;
        seenAt = mono;
      }
      latest = Math.max(latest, Math.floor(timeOf(state, Number(mono - seenAt) / 1e6)));
      return latest;
    },
    mono: () => machine.mono(),
    follow(caughtUp) {
      isCaughtUp = caughtUp;
    },
  };
}
