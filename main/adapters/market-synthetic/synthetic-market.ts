import type { BarColumns } from "../../../shared/model/market.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FeedHealth, MarketData, MarketSink } from "../../ports/market-data.ts";
import { createColumnWriter } from "../bar-builder/column-writer.ts";
import type { FeedTimer } from "../feed-timer/feed-timer.ts";
import { listings } from "./listing.ts";
import { createMinutePlayer } from "./minute-player.ts";
import { createSyntheticBars } from "./synthetic-history.ts";

export interface SyntheticMarketOptions {
  readonly seed: number;
  readonly clock: Clock;
  readonly timer: FeedTimer;
  /** Market seconds per real second, from the start on. Default 1: market time is the clock's. */
  readonly speed?: number;
  /** Days of one-minute history before the live market. Default 21. */
  readonly historyDays?: number;
}

const minuteMs = 60_000;
const stepMs = 50;

/**
 * A market that needs no network: BTC/USDT, ETH/USDT, AAPL, EUR/USD. It is a function of seed and time alone, so a desk that
 * is closed and opened again finds the prices where they would have been. History ends with the last full minute at
 * creation; the live market begins with the minute after it: ticks, and each minute's closed bars after its last tick.
 */
export function createSyntheticMarket(options: SyntheticMarketOptions): MarketData {
  const { seed, clock, timer, speed = 1, historyDays = 21 } = options;
  const createdAt = clock.now();
  const startMinute = Math.floor(createdAt / minuteMs);
  const bars = listings.map((listing) => createSyntheticBars(listing, seed));
  const drawn: BarColumns[] = [];
  const player = createMinutePlayer(listings, bars, seed, startMinute);
  const marketNow = (): number => createdAt + (clock.now() - createdAt) * speed;

  let state: FeedHealth["state"] = "starting";
  let full = false;
  let cancelTimer = (): void => undefined;
  let leaveSink = (): void => undefined;

  return {
    instruments: listings.map((listing) => listing.instrument),
    intervalMs: minuteMs,
    // Drawn when it is asked for: whoever opens the market has other things to set going first.
    history(instrument) {
      const source = bars[instrument];
      if (source === undefined) return createColumnWriter().finish();
      drawn[instrument] ??= source.columns(startMinute - historyDays * 1440, startMinute);
      return drawn[instrument];
    },
    start(sink: MarketSink) {
      if (state !== "starting") return;
      state = "live";
      const step = (): void => {
        full = !player.advance(marketNow(), sink);
        if (!full) cancelTimer = timer.after(stepMs, step);
      };
      leaveSink = sink.onSpace(() => {
        if (!full) return;
        full = false;
        cancelTimer = timer.after(0, step);
      });
      cancelTimer = timer.after(0, step);
    },
    stop() {
      state = "ended";
      full = false;
      cancelTimer();
      leaveSink();
    },
    health: () => ({ state, detail: describe(state, full, seed), lastAt: player.lastAt }),
  };
}

function describe(state: FeedHealth["state"], full: boolean, seed: number): string {
  if (state === "live" && full) return "waits for the desk to catch up";
  return state === "live" ? `synthetic market, seed ${seed}` : `synthetic market ${state}`;
}
