import { z } from "zod";
import { DecimalText } from "./decimal-text.ts";

/** How one currency is valued in another: at a fixed rate, or at the last price of an instrument that trades it. */
export const Conversion = z
  .strictObject({
    from: z.string().min(1),
    to: z.string().min(1),
    /** Units of `to` for one unit of `from`. */
    rate: DecimalText.optional(),
    /** The instrument whose last price is that rate. */
    instrumentId: z.string().min(1).optional(),
  })
  .refine(({ rate, instrumentId }) => (rate === undefined) !== (instrumentId === undefined), "a rate or an instrument")
  .refine(({ rate }) => rate === undefined || Number(rate) > 0, "a rate is above zero");
export type Conversion = z.infer<typeof Conversion>;

/** Stablecoins count as what they stand for until the user says otherwise; the euro follows the sandbox's own market. */
const usualConversions: Conversion[] = [
  { from: "USDT", to: "USD", rate: "1" },
  { from: "USDC", to: "USD", rate: "1" },
  { from: "EUR", to: "USD", instrumentId: "paper:EUR/USD" },
];

/** How an account keeps its books; fixed when the account is opened. Each default is the plainest. */
export const AccountTerms = z.strictObject({
  /** One net position per instrument, or a long and a short one side by side. */
  positionMode: z.enum(["netting", "hedging"]).default("netting"),
  /** Which cost a reduction realises. */
  costBasis: z.enum(["average", "fifo"]).default("average"),
  /** Whether positions share the account's equity as margin or each has its own. */
  marginMode: z.enum(["cross", "isolated"]).default("cross"),
  /** IANA zone and local time at which the trading day begins. */
  dayZone: z.string().min(1).refine(isZone, "an IANA time zone").default("UTC"),
  dayStartsAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "HH:MM")
    .default("00:00"),
  conversions: z.array(Conversion).max(100).default(usualConversions),
});
export type AccountTerms = z.infer<typeof AccountTerms>;

/** The terms of an account that says nothing of its own. */
export const usualTerms: AccountTerms = AccountTerms.parse({});

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}
