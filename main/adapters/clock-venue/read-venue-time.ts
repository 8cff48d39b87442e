import { z } from "zod";
import type { VenueTime } from "../../ports/clock.ts";

const Milliseconds = z.int().min(1e12).max(1e14);
const MillisecondsText = z.string().regex(/^\d{13}$/);
const Seconds = z.int().min(1e9).max(1e11);

const inMilliseconds = (at: number): VenueTime => ({ at, resolutionMs: 1 });

/** What venues answer, by the venue whose documentation says so; what stands beside it may change. */
const formats = [
  // Binance, GET /api/v3/time, and /fapi/v1/time of its futures
  z.object({ serverTime: Milliseconds }).transform(({ serverTime }) => inMilliseconds(serverTime)),
  // Bybit, GET /v5/market/time
  z.object({ retCode: z.literal(0), time: Milliseconds }).transform(({ time }) => inMilliseconds(time)),
  // OKX, GET /api/v5/public/time
  z
    .object({ code: z.literal("0"), data: z.tuple([z.object({ ts: MillisecondsText })]) })
    .transform(({ data }) => inMilliseconds(Number(data[0].ts))),
  // Kraken, GET /0/public/Time, in whole seconds
  z
    .object({ error: z.tuple([]), result: z.object({ unixtime: Seconds }) })
    .transform(({ result }) => ({ at: result.unixtime * 1000, resolutionMs: 1000 })),
] as const;

const VenueAnswer = z.union(formats);

/** Reads what a venue's time endpoint answers; `null` for what is none of the known forms. */
export function readVenueTime(text: string): VenueTime | null {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return null;
  }
  const read = VenueAnswer.safeParse(answer);
  return read.success ? read.data : null;
}
