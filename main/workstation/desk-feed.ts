import { Fault } from "../../shared/model/fault.ts";
import { systemTimer } from "../adapters/feed-timer/feed-timer.ts";
import { describeInstrument } from "../adapters/market-file/describe-instrument.ts";
import { createFileFeed, type FeedSeries } from "../adapters/market-file/file-feed.ts";
import { kindOfFile } from "../adapters/market-file/kind-of-file.ts";
import { readBars } from "../adapters/market-file/read-bars.ts";
import { readTickFile } from "../adapters/market-file/read-tick-file.ts";
import { tickInterval } from "../adapters/market-file/tick-interval.ts";
import { createSyntheticMarket } from "../adapters/market-synthetic/synthetic-market.ts";
import type { Clock } from "../ports/clock.ts";
import type { MarketData } from "../ports/market-data.ts";
import { inputOfTicks, type VenueInput } from "../simulation/venue-needs.ts";

/** The market a desk opens on: the sandbox's own, or a recorded file played at a speed. */
export type FeedChoice =
  | { readonly kind: "synthetic"; readonly seed: number }
  | { readonly kind: "file"; readonly file: string; readonly speed: number };

/** A feed that has been opened. */
export interface OpenedFeed {
  readonly feed: MarketData;
  readonly name: string;
  /** What it shows the paper venue. */
  readonly input: VenueInput;
}

const historyShare = 0.5;

/** Opens the chosen market. The first half of a file's bars is history, so that the chart is full; the rest plays, ticks as ticks. */
export async function openFeed(choice: FeedChoice, clock: Clock): Promise<OpenedFeed> {
  if (choice.kind === "synthetic") {
    const feed = createSyntheticMarket({ seed: choice.seed, clock, timer: systemTimer });
    return { feed, name: `synthetic market, seed ${choice.seed}`, input: "trades" };
  }
  const { file, speed } = choice;
  const { series, intervalMs, bars, input } = await readSeries(file);
  if (bars < 2) {
    throw new Fault(
      "FEED-EMPTY",
      "validation",
      `${file} holds fewer than two bars.`,
      "Choose a file with a market to play.",
    );
  }
  const historyBars = Math.floor(bars * historyShare);
  const feed = createFileFeed({ series: [series], intervalMs, speed, historyBars, clock, timer: systemTimer });
  return { feed, name: `${file} at ${speed}x`, input };
}

interface ReadSeries {
  readonly series: FeedSeries;
  readonly intervalMs: number;
  readonly bars: number;
  readonly input: VenueInput;
}

async function readSeries(file: string): Promise<ReadSeries> {
  if ((await kindOfFile(file)) === "ticks") {
    const { ticks, symbol, kind } = await readTickFile(file);
    const series = { instrument: describeInstrument(symbol), ticks };
    return { series, ...tickInterval(ticks), input: inputOfTicks(kind, ticks) };
  }
  const { columns, intervalMs, symbol } = await readBars(file);
  const series = { instrument: describeInstrument(symbol), bars: columns };
  return { series, intervalMs, bars: columns.length, input: "bars" };
}
