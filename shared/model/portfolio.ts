import { z } from "zod";
import { DecimalText } from "./decimal-text.ts";

/** A net position in one instrument. `size` is signed: positive long, negative short. */
export const PositionView = z.strictObject({
  instrumentId: z.string(),
  size: DecimalText,
  averagePrice: DecimalText.optional(),
  markPrice: DecimalText.optional(),
  /** Market value signed like the size. */
  notional: DecimalText,
  realizedPnl: DecimalText,
  unrealizedPnl: DecimalText,
  fees: DecimalText,
  openedAt: z.number().optional(),
});
export type PositionView = z.infer<typeof PositionView>;

/** The account in its currency. `equity` = `cash` + value of the positions. */
export const AccountView = z.strictObject({
  accountId: z.string(),
  currency: z.string(),
  cash: DecimalText,
  equity: DecimalText,
  buyingPower: DecimalText,
  realizedPnl: DecimalText,
  unrealizedPnl: DecimalText,
  fees: DecimalText,
  /** Equity now less equity at the start of the trading day (00:00 UTC). */
  dayPnl: DecimalText,
  leverage: DecimalText,
});
export type AccountView = z.infer<typeof AccountView>;
