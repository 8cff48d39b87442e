import { type DayBars, minutesPerDay } from "./day-bars.ts";
import type { Listing } from "./listing.ts";
import { type RandomStream, randomStream } from "./random-stream.ts";

/** The ticks of one minute of one listing as doubles; the bar they make is exactly the bar they were drawn from. */
export interface MinuteTicks {
  readonly length: number;
  readonly at: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  readonly last: Float64Array;
  readonly size: Float64Array;
}

const minuteMs = 60_000;

/** Draws the ticks of a minute (counted since 1970) so that they open, peak, bottom and close as its bar says and trade its volume. */
export function drawTicks(listing: Listing, seed: number, minute: number, bars: DayBars): MinuteTicks {
  const m = minute % minutesPerDay;
  const random = randomStream(seed, listing.key, minute, 7);
  const length = bars.ticks[m] as number;
  const prices = drawPrices(random, length, bars, m);
  const sizes = drawSizes(random, length, bars.volume[m] as number);
  const at = drawTimes(random, length, minute * minuteMs);
  const bid = new Float64Array(length);
  const ask = new Float64Array(length);
  const rising = (bars.close[m] as number) >= (bars.open[m] as number);
  let buys = rising;
  for (let i = 0; i < length; i++) {
    if (random.next() < 0.3) buys = random.next() < (rising ? 0.58 : 0.42);
    const price = prices[i] as number;
    const spread = Math.max(1, Math.round(listing.spreadTicks * (0.4 + 0.6 * random.exponential())));
    bid[i] = Math.max(1, buys ? price - spread : price) / listing.pricesPerUnit;
    ask[i] = (buys ? price : price + spread) / listing.pricesPerUnit;
    prices[i] = price / listing.pricesPerUnit;
    sizes[i] = (sizes[i] as number) / listing.sizesPerUnit;
  }
  return { length, at, bid, ask, last: prices, size: sizes };
}

/** Walks from open over both extremes to close, between them as a random bridge held inside the range. */
function drawPrices(random: RandomStream, length: number, bars: DayBars, m: number): Float64Array {
  const [open, high, low, close] = [bars.open[m], bars.high[m], bars.low[m], bars.close[m]] as [
    number,
    number,
    number,
    number,
  ];
  const lowFirst = random.next() < (close >= open ? 0.75 : 0.25);
  const first = random.whole(1, Math.floor(length * 0.6));
  const second = random.whole(first + 1, length - 2);
  const stops: [index: number, price: number][] = [
    [0, open],
    [first, lowFirst ? low : high],
    [second, lowFirst ? high : low],
    [length - 1, close],
  ];
  const step = ((high - low) / Math.sqrt(length)) * 0.7;
  const prices = new Float64Array(length);
  for (let leg = 1; leg < stops.length; leg++) {
    const [from, start] = stops[leg - 1] as [number, number];
    const [to, end] = stops[leg] as [number, number];
    let walk = 0;
    for (let i = from; i <= to; i++) {
      prices[i] = walk;
      walk += step * random.normal();
    }
    const drift = end - start - (prices[to] as number);
    for (let i = from; i <= to; i++) {
      const price = start + (prices[i] as number) + (drift * (i - from)) / (to - from);
      prices[i] = Math.round(Math.min(high, Math.max(low, price)));
    }
    prices[from] = start;
    prices[to] = end;
  }
  return prices;
}

/** Splits the volume of a minute into sizes of at least one increment, many small and a few large; none is lost. */
function drawSizes(random: RandomStream, length: number, volume: number): Float64Array {
  const weights = new Float64Array(length);
  let total = 0;
  for (let i = 0; i < length; i++) {
    const weight = random.exponential() ** 1.8;
    weights[i] = weight;
    total += weight;
  }
  let rest = volume - length;
  for (let i = 0; i < length; i++) {
    const extra =
      i === length - 1 ? rest : Math.min(rest, Math.floor(((weights[i] as number) / total) * (volume - length)));
    rest -= extra;
    weights[i] = 1 + extra;
  }
  return weights;
}

/** Arrival times within a minute, ascending whole milliseconds, with bursts in which ticks come ten times as fast. */
function drawTimes(random: RandomStream, length: number, start: number): Float64Array {
  const at = new Float64Array(length);
  let clock = 0;
  let burst = 0;
  for (let i = 0; i < length; i++) {
    if (burst === 0 && random.next() < 0.02) burst = random.whole(5, 30);
    clock += random.exponential() * (burst > 0 ? 0.1 : 1);
    if (burst > 0) burst -= 1;
    at[i] = clock;
  }
  const scale = (minuteMs - 1) / (clock + random.exponential());
  for (let i = 0; i < length; i++) at[i] = start + Math.floor((at[i] as number) * scale);
  return at;
}
