import { z } from "zod";

/** Best bid and ask and the last price of one instrument, as doubles for display. */
export const Quote = z.strictObject({
  instrumentId: z.string(),
  at: z.number(),
  bid: z.number(),
  ask: z.number(),
  last: z.number(),
  /** Change since the first price of the UTC day, in percent. */
  changePct: z.number(),
});
export type Quote = z.infer<typeof Quote>;

/** OHLCV over an interval, stamped with its open time in UTC milliseconds. */
export const Bar = z.strictObject({
  openTime: z.number(),
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
});
export type Bar = z.infer<typeof Bar>;

/** A closed bar on its way into the engine; `instrument` is the engine's index. Handed over as one reused object: seven doubles as arguments would each be put on the heap. */
export interface BarInput extends Readonly<Bar> {
  readonly instrument: number;
  readonly intervalMs: number;
}

/** A tick on its way into the engine, like {@link BarInput}; prices and size are doubles. */
export interface TickInput {
  readonly instrument: number;
  readonly at: number;
  readonly bid: number;
  readonly ask: number;
  readonly last: number;
  readonly size: number;
}

/** Bars as typed columns: the form history takes in memory. `openTime` is UTC milliseconds, ascending. */
export interface BarColumns {
  readonly length: number;
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

export const intervals = {
  "1m": 60_000,
  "5m": 300_000,
  "15m": 900_000,
  "1h": 3_600_000,
  "4h": 14_400_000,
  "1d": 86_400_000,
} as const;
export const Interval = z.enum(["1m", "5m", "15m", "1h", "4h", "1d"]);
export type Interval = z.infer<typeof Interval>;

/** Ticks as typed columns; `at` is whole UTC milliseconds, ascending, repeats allowed (several prints in one millisecond). */
export interface TickColumns {
  readonly length: number;
  readonly at: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  readonly last: Float64Array;
  readonly size: Float64Array;
}
