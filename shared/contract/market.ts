import { z } from "zod";
import { Bar, Interval, Quote } from "../model/market.ts";
import { request, stream } from "../rpc/contract.ts";

/** Bars as columns of equal length, oldest first; `openTime` in UTC milliseconds. */
export const BarWindow = z.strictObject({
  instrumentId: z.string(),
  interval: Interval,
  openTime: z.array(z.number()),
  open: z.array(z.number()),
  high: z.array(z.number()),
  low: z.array(z.number()),
  close: z.array(z.number()),
  volume: z.array(z.number()),
  /** Older bars exist before the first one. */
  more: z.boolean(),
});
export type BarWindow = z.infer<typeof BarWindow>;

export const marketContract = {
  /** The newest `limit` bars that open before `before` (or now), the forming one included. */
  getBars: request({
    role: "viewer",
    input: z.strictObject({
      instrumentId: z.string(),
      interval: Interval,
      limit: z.int().min(1).max(5000),
      before: z.number().optional(),
    }),
    output: BarWindow,
  }),
  quotes: stream({
    role: "viewer",
    params: z.strictObject({}),
    item: Quote,
    mode: "latest",
    key: (quote) => quote.instrumentId,
  }),
  /** The forming bar of one instrument and interval, and each closed one once more with its final values. */
  bars: stream({
    role: "viewer",
    params: z.strictObject({ instrumentId: z.string(), interval: Interval }),
    item: Bar,
    mode: "latest",
    key: (bar) => String(bar.openTime),
  }),
};
