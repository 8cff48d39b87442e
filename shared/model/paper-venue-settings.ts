import { z } from "zod";
import { DecimalText } from "./decimal-text.ts";

const Bps = DecimalText.refine((text) => !text.startsWith("-"), "basis points of zero or more");

/** How honest the paper venue is. Each default is the absence of the effect: orders fill whole, at once and free. */
export const PaperVenueSettings = z.strictObject({
  /** Seeds latency jitter and rejects. */
  seed: z.int().default(1).describe("Seed of latency jitter and random rejects"),
  latencyMs: z.number().min(0).default(0).describe("Milliseconds between sending and arriving at the venue"),
  latencyJitterMs: z.number().min(0).default(0).describe("Up to this many milliseconds more, drawn per message"),
  spreadBps: Bps.default("0").describe("Whole spread around a bar's price; a market order pays half"),
  slippageBps: Bps.default("0").describe("Adverse move of every market fill"),
  makerFeeBps: Bps.default("0").describe("Fee on the notional of fills that rested"),
  takerFeeBps: Bps.default("0").describe("Fee on the notional of fills that took"),
  participation: DecimalText.refine((text) => Number(text) > 0 && Number(text) <= 1, "more than 0, at most 1")
    .optional()
    .describe("Largest share of a bar's volume that orders may take; absent means no limit"),
  rejectRate: z.number().min(0).max(1).default(0).describe("Share of orders the venue refuses for no reason of yours"),
  rateLimit: z
    .strictObject({ orders: z.int().min(1), perMs: z.number().positive() })
    .optional()
    .describe("Orders and amendments the venue takes within a span of time"),
});
export type PaperVenueSettings = z.infer<typeof PaperVenueSettings>;

/** A venue without latency, spread, slippage, fees, limits and rejects. */
export const frictionless: PaperVenueSettings = PaperVenueSettings.parse({});
