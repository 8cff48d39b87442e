import { Fault } from "../../shared/model/fault.ts";
import { systemTimer } from "../adapters/feed-timer/feed-timer.ts";
import { describeInstrument } from "../adapters/market-file/describe-instrument.ts";
import { createFileFeed } from "../adapters/market-file/file-feed.ts";
import { readBars } from "../adapters/market-file/read-bars.ts";
import { createSyntheticMarket } from "../adapters/market-synthetic/synthetic-market.ts";
import type { Clock } from "../ports/clock.ts";
import type { MarketData } from "../ports/market-data.ts";

/** The market a desk opens on: the sandbox's own, or a recorded file played at a speed. */
export type FeedChoice =
  | { readonly kind: "synthetic"; readonly seed: number }
  | { readonly kind: "file"; readonly file: string; readonly speed: number };

const historyShare = 0.5;

/** Opens the chosen market. A file's first half is history, so that the chart is full; the rest plays. */
export async function openFeed(choice: FeedChoice, clock: Clock): Promise<{ feed: MarketData; name: string }> {
  if (choice.kind === "synthetic") {
    const feed = createSyntheticMarket({ seed: choice.seed, clock, timer: systemTimer });
    return { feed, name: `synthetic market, seed ${choice.seed}` };
  }
  const read = await readBars(choice.file, {});
  if (read.columns.length < 2) {
    throw new Fault(
      "FEED-EMPTY",
      "validation",
      `${choice.file} holds fewer than two bars.`,
      "Choose a file with a market to play.",
    );
  }
  const feed = createFileFeed({
    series: [{ instrument: describeInstrument(read.symbol, {}), bars: read.columns }],
    intervalMs: read.intervalMs,
    speed: choice.speed,
    historyBars: Math.floor(read.columns.length * historyShare),
    clock,
    timer: systemTimer,
  });
  return { feed, name: `${choice.file} at ${choice.speed}x` };
}
