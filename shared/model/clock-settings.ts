import { z } from "zod";

/** Who is asked for the time, and how often. A desk that asks nobody does not know how far its clock is off. */
export const ClockSettings = z.strictObject({
  servers: z
    .array(z.string().min(1).max(255))
    .max(8)
    .default([])
    .describe("time servers to ask by SNTP, as `HOST` or `HOST:PORT`; with none nothing is asked and nothing is known"),
  venueTimes: z
    .array(z.string().min(1).max(255))
    .max(8)
    .default([])
    .describe(
      "addresses at which venues tell the time, such as `https://api.binance.com/api/v3/time`; their clock counts beside the servers'",
    ),
  checkEveryMs: z
    .int()
    .min(16_000)
    .max(86_400_000)
    .default(300_000)
    .describe("how often they are asked; not below 16000, because public servers mind"),
});
export type ClockSettings = z.infer<typeof ClockSettings>;
