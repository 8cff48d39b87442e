import { z } from "zod";
import { DecimalText } from "./decimal-text.ts";

/** How one currency is valued in another: at a fixed rate, or at the last price of an instrument that trades it. */
export const Conversion = z.strictObject({
  from: z.string().min(1),
  to: z.string().min(1),
  /** Units of `to` for one unit of `from`; else the last price of `instrumentId`. */
  rate: DecimalText.optional(),
  instrumentId: z.string().optional(),
});
export type Conversion = z.infer<typeof Conversion>;

/** How an account keeps its books. Each default is the plainest: one currency, netting, average cost, days in UTC. */
export const AccountTerms = z.strictObject({
  /** One net position per instrument, or a long and a short one side by side. */
  positionMode: z.enum(["netting", "hedging"]).default("netting"),
  /** Which cost a reduction realises. */
  costBasis: z.enum(["average", "fifo"]).default("average"),
  /** Whether positions share the account's equity as margin or each has its own. */
  marginMode: z.enum(["cross", "isolated"]).default("cross"),
  /** IANA zone and local time at which the trading day begins. */
  dayZone: z.string().min(1).default("UTC"),
  dayStartsAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "HH:MM")
    .default("00:00"),
  conversions: z.array(Conversion).default([]),
});
export type AccountTerms = z.infer<typeof AccountTerms>;
