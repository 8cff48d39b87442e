import type { BarColumns } from "../../shared/model/market.ts";

/** One tick is 2^-7: sums and averages of such prices are exact doubles, so two implementations must agree to the last bit. */
export const tickSize = 1 / 128;
export const tickText = "0.0078125";
const minuteMs = 60_000;
const start = Date.UTC(2024, 0, 1);
const lowest = 40 * 128;
const highest = 400 * 128;

/** Seeded one-minute bars with drifting trends; generator: mulberry32 (Tommy Ettinger). */
export function seededBars(length: number, seed: number): BarColumns {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const column = (): Float64Array => new Float64Array(length);
  const bars = {
    length,
    openTime: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  let price = 100 * 128;
  let drift = 0;
  for (let i = 0; i < length; i++) {
    drift = 0.9973 * drift + 0.25 * (next() - 0.5);
    const open = bounded(price + Math.round(2 * (next() - 0.5)));
    const close = bounded(open + Math.round(24 * (next() - 0.5) + drift));
    bars.openTime[i] = start + i * minuteMs;
    bars.open[i] = open * tickSize;
    bars.close[i] = close * tickSize;
    bars.high[i] = (Math.max(open, close) + Math.floor(6 * next())) * tickSize;
    bars.low[i] = (Math.min(open, close) - Math.floor(6 * next())) * tickSize;
    bars.volume[i] = 1000 + Math.floor(1000 * next());
    price = close;
  }
  return bars;
}

/** Turns back at the walls, so that the price stays what a share may cost. */
function bounded(ticks: number): number {
  if (ticks < lowest) return 2 * lowest - ticks;
  return ticks > highest ? 2 * highest - ticks : ticks;
}
