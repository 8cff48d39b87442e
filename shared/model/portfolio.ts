import { z } from "zod";
import { DecimalText } from "./decimal-text.ts";
import { PositionSide } from "./order.ts";

/**
 * A position in one instrument: net, or the long or short one of an account that holds both. `size` is signed: positive
 * long, negative short. Money is the instrument's, margin the account's.
 */
export const PositionView = z.strictObject({
  instrumentId: z.string(),
  /** Where the account holds a long and a short position side by side. */
  positionSide: PositionSide.optional(),
  size: DecimalText,
  averagePrice: DecimalText.optional(),
  markPrice: DecimalText.optional(),
  /** Market value signed like the size. */
  notional: DecimalText,
  realizedPnl: DecimalText,
  unrealizedPnl: DecimalText,
  fees: DecimalText,
  /** Funding received less funding paid. */
  funding: DecimalText.optional(),
  initialMargin: DecimalText.optional(),
  maintenanceMargin: DecimalText.optional(),
  /** Where its margin is used up while all other prices stand still. */
  liquidationPrice: DecimalText.optional(),
  openedAt: z.number().optional(),
});
export type PositionView = z.infer<typeof PositionView>;

const Balance = z.strictObject({ currency: z.string(), amount: DecimalText });

/** The account in its currency. `equity` = cash in all currencies + value of the positions, at declared rates. */
export const AccountView = z.strictObject({
  accountId: z.string(),
  currency: z.string(),
  /** Cash in the account's own currency. */
  cash: DecimalText,
  /** Cash by currency, where there is more than one. */
  balances: z.array(Balance).optional(),
  /** Cash that no declared rate values: it is left out of every sum here, and nothing opens while it is there. */
  unconverted: z.array(Balance).optional(),
  equity: DecimalText,
  /** The highest equity so far, deposits and withdrawals apart. */
  equityPeak: DecimalText,
  buyingPower: DecimalText,
  initialMargin: DecimalText,
  maintenanceMargin: DecimalText,
  /** Equity less initial margin. */
  freeMargin: DecimalText,
  realizedPnl: DecimalText,
  unrealizedPnl: DecimalText,
  fees: DecimalText,
  funding: DecimalText,
  /** Equity now less equity at the start of the trading day, deposits and withdrawals apart. */
  dayPnl: DecimalText,
  leverage: DecimalText,
});
export type AccountView = z.infer<typeof AccountView>;
