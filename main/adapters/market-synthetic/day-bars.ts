import type { Listing } from "./listing.ts";
import { randomStream } from "./random-stream.ts";
import { type Regime, regimesOfDay } from "./regime.ts";

export const minutesPerDay = 1440;

/** The minutes of one UTC day of one listing: prices in price increments, volume in size increments, all whole numbers. */
export interface DayBars {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** How many ticks the minute has, 300 to 1200. */
  readonly ticks: Uint16Array;
}

/**
 * Draws a day: regimes, clustered volatility, jumps and the day's rhythm make the minute returns; the path is then
 * bent, each minute by its share of the variance, to end where the next day begins (`fromLog`, `toLog` are logarithms).
 */
export function drawDay(listing: Listing, seed: number, day: number, fromLog: number, toLog: number): DayBars {
  const { key, factor, pricesPerUnit, sizesPerUnit, activity } = listing;
  const shared = randomStream(seed, factor.key, day, 3);
  const own = randomStream(seed, key, day, 4);
  const shape = randomStream(seed, key, day, 5);
  const mood = randomStream(seed, factor.share > 0 ? factor.key : key, day, 6);
  const regimes = regimesOfDay(mood, minutesPerDay);
  const ownShare = Math.sqrt(1 - factor.share ** 2);
  const minuteDeviation = listing.dailyVolatility / Math.sqrt(minutesPerDay);

  const openLog = new Float64Array(minutesPerDay);
  const closeLog = new Float64Array(minutesPerDay);
  const deviation = new Float64Array(minutesPerDay);
  const surprise = new Float64Array(minutesPerDay);
  let cluster = 0;
  let at = 0;
  let regimeStart = 0;
  let regime: Regime | null = null;
  let variance = 0;
  for (let m = 0; m < minutesPerDay; m++) {
    const current = regimes[m] as Regime;
    cluster = 0.95 * cluster + 0.12 * own.normal();
    const sigma = minuteDeviation * Math.sqrt(activity(m)) * current.volatility * Math.exp(cluster);
    const z = factor.share * shared.normal() + ownShare * own.normal();
    at += jumpOf(listing, m, sigma, mood);
    if (current !== regime) {
      regime = current;
      regimeStart = at;
    }
    openLog[m] = at;
    at += sigma * (z + current.drift) - current.reversion * (at - regimeStart);
    closeLog[m] = at;
    deviation[m] = sigma;
    surprise[m] = Math.abs(z);
    variance += sigma * sigma;
  }

  const bend = (toLog - fromLog - at) / variance;
  let bent = fromLog;
  const open = new Float64Array(minutesPerDay);
  const high = new Float64Array(minutesPerDay);
  const low = new Float64Array(minutesPerDay);
  const close = new Float64Array(minutesPerDay);
  const volume = new Float64Array(minutesPerDay);
  const ticks = new Uint16Array(minutesPerDay);
  for (let m = 0; m < minutesPerDay; m++) {
    const { volume: crowd } = regimes[m] as Regime;
    const price = Math.exp(bent + (openLog[m] as number)) * pricesPerUnit;
    bent += bend * (deviation[m] as number) ** 2;
    const end = Math.exp(bent + (closeLog[m] as number)) * pricesPerUnit;
    const bounce = 0.3 * listing.spreadTicks * shape.normal();
    const wick = 0.45 * (deviation[m] as number) * price;
    const o = Math.max(2, Math.round(price + bounce));
    const c = Math.max(2, Math.round(end));
    open[m] = o;
    close[m] = c;
    high[m] = Math.max(o, c) + Math.round(wick * shape.exponential());
    low[m] = Math.max(1, Math.min(o, c) - Math.round(wick * shape.exponential()));
    const busy = activity(m) * crowd;
    const count = Math.round(listing.ticksPerMinute * Math.min(2, 0.5 + 0.5 * busy));
    ticks[m] = Math.min(1200, Math.max(300, count));
    const traded =
      listing.volumePerMinute * busy * (0.5 + 0.7 * (surprise[m] as number)) * Math.exp(0.45 * shape.normal());
    volume[m] = Math.max(ticks[m] as number, Math.round(traded * sizesPerUnit));
  }
  return { open, high, low, close, volume, ticks };
}

/** Now and then a price leaves a hole in the chart; a stock does at its opening. */
function jumpOf(
  { openingGap }: Listing,
  minute: number,
  sigma: number,
  random: { next(): number; normal(): number },
): number {
  if (openingGap?.minute === minute) return openingGap.deviation * random.normal();
  if (random.next() >= 1 / 1100) return 0;
  return sigma * 4 * random.normal();
}
