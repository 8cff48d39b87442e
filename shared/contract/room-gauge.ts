import { z } from "zod";
import { DecimalText } from "../model/decimal-text.ts";

/** What a gauge measures. Money is in the account's currency, `order-rate` counts orders. */
export const GaugeId = z.enum([
  "daily-loss",
  "drawdown",
  "buying-power",
  "gross-exposure",
  "net-exposure",
  "order-rate",
]);
export type GaugeId = z.infer<typeof GaugeId>;

/** How much room one limit leaves; what is not known is `null`, and so is all but `used` where no limit is set. */
export const RoomGauge = z.strictObject({
  id: GaugeId,
  /** The rule that asks for this limit on every order. */
  code: z.string(),
  used: DecimalText.nullable(),
  limit: DecimalText.nullable(),
  /** Limit less what is used; below zero when the limit is passed. */
  room: DecimalText.nullable(),
  /** The room in percent of the limit. */
  roomPct: DecimalText.nullable(),
  /** What it is measured from: the equity at the day's start, the highest equity, or the equity now. */
  anchor: DecimalText.nullable(),
  /** The path of the setting that holds the limit; `null` where the account itself does. */
  setting: z.string().nullable(),
});
export type RoomGauge = z.infer<typeof RoomGauge>;

/** What is lost if every stop of every position and working order hits now, with slippage and fees, in the account's currency. */
export const StopsHit = z.strictObject({
  /** `null`: not known, a price or a rate is missing. */
  loss: DecimalText.nullable(),
  /** Positions and working orders without a stop: nothing limits what they lose, and it is not in `loss`. */
  unstopped: z.int(),
  slippagePercent: DecimalText,
});
export type StopsHit = z.infer<typeof StopsHit>;
