import { parseFixed } from "../../shared/model/fixed.ts";
import type { OrderRequest, Side } from "../../shared/model/order.ts";
import type { InstrumentScale } from "./gate.ts";

/** What says where a stop takes a position out: a planned leg's prices, or a working order's. */
export type StopPrices = Pick<
  OrderRequest,
  "type" | "limitPrice" | "triggerPrice" | "trailingOffset" | "trailingOffsetType"
>;

const stops: ReadonlySet<string> = new Set(["stop", "stop-limit", "trailing-stop"]);

/** Whether an order of a type takes out what goes against it. */
export function isStop({ type }: { readonly type: string }): boolean {
  return stops.has(type);
}

/**
 * The worst price at which a stop on `side` takes a position out that came in at `entry`, in price units: its trigger, of a
 * stop-limit its limit. `null` where it protects nothing: at zero or below, or with a limit that its trigger does not reach.
 */
export function stopPrice(stop: StopPrices, side: Side, entry: bigint, scale: InstrumentScale): bigint | null {
  const { type, triggerPrice, limitPrice } = stop;
  const { priceDigits } = scale;
  const trigger =
    triggerPrice === undefined ? trailingTrigger(stop, side, entry, scale) : parseFixed(triggerPrice, priceDigits);
  if (trigger === null || trigger <= 0n) return null;
  if (type !== "stop-limit") return trigger;
  if (limitPrice === undefined) return null;
  const limit = parseFixed(limitPrice, priceDigits);
  const fills = side === "sell" ? limit <= trigger : limit >= trigger;
  return fills && limit > 0n ? limit : null;
}

const percentDigits = 8;
const hundredPercent = parseFixed("100", percentDigits);

function trailingTrigger(stop: StopPrices, side: Side, entry: bigint, scale: InstrumentScale): bigint | null {
  const { trailingOffset, trailingOffsetType } = stop;
  if (trailingOffset === undefined) return null;
  let away: bigint;
  if (trailingOffsetType === "percent") away = (entry * parseFixed(trailingOffset, percentDigits)) / hundredPercent;
  else if (trailingOffsetType === "ticks") away = parseFixed(trailingOffset, 0) * scale.priceStep;
  else away = parseFixed(trailingOffset, scale.priceDigits);
  return side === "sell" ? entry - away : entry + away;
}
