import { z } from "zod";
import { DecimalText } from "./decimal-text.ts";
import { TradingHours } from "./trading-hours.ts";

export const AssetClass = z.enum(["crypto-spot", "crypto-perp", "equity", "fx", "future"]);
export type AssetClass = z.infer<typeof AssetClass>;

/** What is traded at one venue. Prices and sizes of its orders are whole multiples of the increments. */
export const Instrument = z.strictObject({
  /** `venue:symbol`, for example `paper:BTC/USDT`. */
  id: z.string().min(1),
  venue: z.string().min(1),
  symbol: z.string().min(1),
  name: z.string(),
  assetClass: AssetClass,
  priceIncrement: DecimalText,
  sizeIncrement: DecimalText,
  multiplier: DecimalText,
  baseCurrency: z.string(),
  quoteCurrency: z.string(),
  minSize: DecimalText.optional(),
  maxSize: DecimalText.optional(),
  /** Share of the notional that opening a position locks up, and below which it is liquidated; absent where leverage alone decides. */
  initialMarginRate: DecimalText.optional(),
  maintenanceMarginRate: DecimalText.optional(),
  /** Time between two funding payments of a perpetual. */
  fundingIntervalMs: z.int().positive().optional(),
  /** Absent: trades around the clock. */
  tradingHours: TradingHours.optional(),
});
export type Instrument = z.infer<typeof Instrument>;
