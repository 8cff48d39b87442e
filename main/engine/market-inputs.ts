import type { BarInput, TickInput } from "../../shared/model/market.ts";

type Reused<T> = { -readonly [key in keyof T]: T[key] };

/** One tick that is used again for every tick: what is made per tick is work for the garbage collector. */
export type ReusedTick = Reused<TickInput>;
export type ReusedBar = Reused<BarInput>;

export const emptyTick = (): ReusedTick => ({ instrument: 0, at: 0, bid: 0, ask: 0, last: 0, size: 0 });

export const emptyBar = (): ReusedBar => ({
  instrument: 0,
  openTime: 0,
  intervalMs: 0,
  open: 0,
  high: 0,
  low: 0,
  close: 0,
  volume: 0,
});

/** The millisecond that a time lies in: what a tick brings about is written down, and the record knows no fractions. */
export function wholeMillis(time: number): number {
  return Math.floor(time);
}

export function readTick(
  tick: ReusedTick,
  instrument: number,
  at: number,
  bid: number,
  ask: number,
  last: number,
  size: number,
): ReusedTick {
  tick.instrument = instrument;
  tick.at = at;
  tick.bid = bid;
  tick.ask = ask;
  tick.last = last;
  tick.size = size;
  return tick;
}

export function readBar(
  bar: ReusedBar,
  instrument: number,
  openTime: number,
  intervalMs: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
): ReusedBar {
  bar.instrument = instrument;
  bar.openTime = wholeMillis(openTime);
  bar.intervalMs = intervalMs;
  bar.open = open;
  bar.high = high;
  bar.low = low;
  bar.close = close;
  bar.volume = volume;
  return bar;
}
