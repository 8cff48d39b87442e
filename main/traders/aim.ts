import { formatFixed } from "../../shared/model/fixed.ts";
import type { Bracket, OrderRequest, Side } from "../../shared/model/order.ts";
import type { AgentDesk } from "../engine/agent.ts";
import { exitSlices } from "../engine/exit-slices.ts";
import { absolute } from "../engine/exposure.ts";
import type { InstrumentScale } from "../engine/gate.ts";
import type { Exits } from "../strategy/exits.ts";
import { type Sizing, sizeEntry } from "../strategy/sizing.ts";
import type { Stance } from "../strategy/strategy.ts";

/**
 * Sends the market orders that bring the account's position in one instrument to a stance: whatever this trader still
 * has working there is cancelled, a position on the other side is closed by a reduce-only exit, then the entry follows,
 * sized now because the gate judges it now. Returns what was done in words.
 */
export function aim(
  desk: AgentDesk,
  instrument: number,
  stance: Stance,
  sizing: Sizing,
  reason: string,
  exits: Exits = {},
): string {
  const scale = desk.scale(instrument);
  for (const { orderId, status, link } of desk.workingOrders(instrument)) {
    // Exits that came with an entry stay until what they protect is closed.
    if (link === undefined && status !== "pending_cancel") desk.cancel(orderId, `superseded: ${reason}`);
  }
  const position = desk.position(instrument);
  const sign = stance === "long" ? 1n : stance === "short" ? -1n : 0n;
  if (position * sign > 0n) return `already ${stance}`;
  for (const slice of exitSlices(absolute(position), scale)) {
    desk.submit(marketOrder(scale, position > 0n ? "sell" : "buy", slice, true), reason);
  }
  if (sign === 0n) return position === 0n ? "already flat" : "exit sent";
  const price = desk.mark(instrument);
  if (price === null) return "no entry: the instrument has no price yet";
  const stopDistance = distanceUnits(exits.stopDistance, scale);
  const targetDistance = distanceUnits(exits.targetDistance, scale);
  if (stopDistance === null || targetDistance === null) return "no entry: the distance of its exits is not known yet";
  const size = sizeEntry(sizing, {
    equity: desk.equity(),
    price,
    notionalFactor: scale.notionalFactor,
    sizeStep: scale.sizeStep,
    sizeDigits: scale.sizeDigits,
    stopDistance,
    feeRate: desk.feeRate(),
  });
  if (size === 0n) return "no entry: its size rounds down to zero";
  if (sign > 0n ? price <= stopDistance : price <= targetDistance)
    return "no entry: an exit would lie at zero or below";
  const at = (distance: bigint): string => formatFixed(price + sign * distance, scale.priceDigits);
  const entry = marketOrder(scale, sign > 0n ? "buy" : "sell", size, false);
  const bracket: { -readonly [leg in keyof Bracket]: Bracket[leg] } = {};
  if (stopDistance !== 0n) bracket.stopLoss = { type: "stop", triggerPrice: at(-stopDistance) };
  if (targetDistance !== 0n) bracket.takeProfit = { type: "limit", limitPrice: at(targetDistance) };
  const hasExits = stopDistance !== 0n || targetDistance !== 0n;
  desk.submit(hasExits ? { ...entry, bracket } : entry, reason);
  return `${stance} entry sent`;
}

/** A market order of so many size units, as a trader sends it. */
export function marketOrder(scale: InstrumentScale, side: Side, units: bigint, reduceOnly: boolean): OrderRequest {
  return {
    instrumentId: scale.instrument.id,
    side,
    type: "market",
    size: formatFixed(units, scale.sizeDigits),
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly,
  };
}

/** A distance in price units, at the nearest increment and one at least; 0 where there is none, `null` where it is not known. */
function distanceUnits(distance: number | undefined, { priceDigits, priceStep }: InstrumentScale): bigint | null {
  if (distance === undefined) return 0n;
  const steps = Math.round((distance * 10 ** priceDigits) / Number(priceStep));
  if (!Number.isSafeInteger(steps) || steps < 0) return null;
  return (steps === 0 ? 1n : BigInt(steps)) * priceStep;
}
