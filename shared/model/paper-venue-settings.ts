import { z } from "zod";
import { DecimalText } from "./decimal-text.ts";

/** A sale that slips by all it is worth could never fill, and the desk keeps basis points to 8 decimals. */
const Bps = DecimalText.regex(
  /^\d{1,4}(\.\d{1,8})?$/,
  "basis points of zero or more, below 10000, with at most 8 decimals",
);
/** What takes longer than an hour does not arrive in any sense of the word: neither would an exit. */
const Delay = z.number().min(0).max(3_600_000);
const Positive = DecimalText.refine((text) => Number(text) > 0, "more than 0");
const NotNegative = DecimalText.refine((text) => !text.startsWith("-"), "0 or more");

/** Why a venue refuses an order that nothing is wrong with, in the words venues use. */
export const VenueRejection = z.enum(["margin", "price-band", "busy", "closed", "maintenance", "unknown-symbol"]);
export type VenueRejection = z.infer<typeof VenueRejection>;

/** Nothing trades from `from` up to `to`, UTC milliseconds; without an instrument nowhere. */
const ScheduledHalt = z
  .strictObject({ from: z.int(), to: z.int(), instrumentId: z.string().min(1).optional() })
  .refine(({ from, to }) => to > from, "a halt ends after it begins");

/** How honest the paper venue is. Each default is the absence of the effect: orders fill whole, at once and free. */
export const PaperVenueSettings = z.strictObject({
  /** Seeds latency jitter and rejects. */
  seed: z.int().default(1).describe("Seed of latency jitter and random rejects"),
  latencyMs: Delay.default(0).describe("Milliseconds between sending and arriving at the venue"),
  latencyJitterMs: Delay.default(0).describe("Up to this many milliseconds more, drawn per message"),
  latencySigma: z
    .number()
    .min(0)
    .max(3)
    .default(0)
    .describe("Spread of a lognormal latency whose median is `latencyMs`: the standard deviation of its logarithm"),
  latencyTable: z
    .array(z.strictObject({ percentile: z.number().min(0).max(100), ms: Delay }))
    .min(2)
    .refine(
      (rows) =>
        rows.every(({ percentile, ms }, i) => {
          const before = rows[i - 1];
          return before === undefined || (percentile > before.percentile && ms >= before.ms);
        }),
      "percentiles rise, and their milliseconds with them",
    )
    .optional()
    .describe(
      "Measured latency by percentile, drawn along straight lines between them; takes the place of `latencyMs`",
    ),
  spreadBps: Bps.default("0").describe("Whole spread around a bar's price; a market order pays half"),
  slippageBps: Bps.default("0").describe("Adverse move of every market fill"),
  impactBps: Bps.default("0").describe(
    "Adverse move of a taker that takes a whole bar's or print's volume; it goes with the square root of the share",
  ),
  makerFeeBps: Bps.default("0").describe("Fee on the notional of fills that rested"),
  takerFeeBps: Bps.default("0").describe("Fee on the notional of fills that took"),
  participation: DecimalText.refine((text) => Number(text) > 0 && Number(text) <= 1, "more than 0, at most 1")
    .optional()
    .describe("Largest share of a bar's volume that orders may take; absent means no limit"),
  queue: z
    .boolean()
    .default(false)
    .describe("Limit orders stand in a queue and fill by the prints at their price; needs trade ticks with sizes"),
  queueAhead: NotNegative.default("0").describe("Size that stands ahead of an order that joins a price in the queue"),
  rejectRate: z.number().min(0).max(1).default(0).describe("Share of orders the venue refuses for no reason of yours"),
  rejectReasons: z
    .array(VenueRejection)
    .min(1)
    .optional()
    .describe("What such a refusal says, drawn by the seed; absent says only that the venue refused"),
  minNotional: Positive.optional().describe("Smallest value of an order in its quote currency"),
  priceBandPct: Positive.optional().describe(
    "Limit prices further than this from the last price are refused, in percent",
  ),
  rateLimit: z
    .strictObject({ orders: z.int().min(1), perMs: z.number().positive() })
    .optional()
    .describe("Orders and amendments the venue takes within a span of time"),
  halts: z.array(ScheduledHalt).default([]).describe("Times without trading: orders wait, IOC and FOK are refused"),
  limitMove: z
    .strictObject({ percent: Positive, haltMs: z.int().positive() })
    .optional()
    .describe("A price further than this from the first of the UTC day halts trading for a time"),
  fundingRate: DecimalText.optional().describe(
    "Share of a perpetual's value that longs pay shorts at each funding boundary; a negative one goes the other way",
  ),
  fundingSchedule: z
    .array(z.strictObject({ at: z.int(), rate: DecimalText, instrumentId: z.string().min(1).optional() }))
    .optional()
    .describe("Funding by time instead of by a fixed rate, UTC milliseconds"),
  liquidation: z
    .boolean()
    .default(false)
    .describe("Positions are closed at the maintenance level, and orders the margin does not carry are refused"),
});
export type PaperVenueSettings = z.infer<typeof PaperVenueSettings>;

/** A venue without latency, spread, slippage, fees, limits and rejects. */
export const frictionless: PaperVenueSettings = PaperVenueSettings.parse({});
