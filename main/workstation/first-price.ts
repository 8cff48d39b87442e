import type { MarketData } from "../ports/market-data.ts";

const dayMs = 86_400_000;

/** Finds the first price of a UTC day in a feed's history; `null` where history does not reach into that day. */
export function firstPriceOfDay(feed: MarketData): (instrument: number, at: number) => number | null {
  return (instrument, at) => {
    const { openTime, open } = feed.history(instrument);
    const dayStart = Math.floor(at / dayMs) * dayMs;
    const index = openTime.findIndex((time) => time >= dayStart);
    return index < 0 || (openTime[index] as number) >= dayStart + dayMs ? null : (open[index] as number);
  };
}
