import { formatFixed } from "../../shared/model/fixed.ts";
import type { OrderRequest, Side } from "../../shared/model/order.ts";
import type { AgentDesk } from "../engine/agent.ts";
import { type Sizing, sizeEntry } from "../strategy/sizing.ts";
import type { Stance } from "../strategy/strategy.ts";

/**
 * Sends the market orders that bring the account's position in one instrument to a stance: whatever this trader still
 * has working there is cancelled, a position on the other side is closed by a reduce-only exit, then the entry follows,
 * sized now because the gate judges it now. Returns what was done in words.
 */
export function aim(
  desk: AgentDesk,
  traderId: string,
  instrument: number,
  stance: Stance,
  sizing: Sizing,
  reason: string,
): string {
  const scale = desk.scale(instrument);
  const instrumentId = scale.instrument.id;
  for (const order of desk.workingOrders()) {
    // Exits that came with an entry stay until what they protect is closed.
    if (order.link !== undefined) continue;
    if (order.actor.id === traderId && order.instrumentId === instrumentId && order.status !== "pending_cancel") {
      desk.cancel(order.orderId, `superseded: ${reason}`);
    }
  }
  const send = (side: Side, units: bigint, reduceOnly: boolean): void => {
    const size = formatFixed(units, scale.sizeDigits);
    const request: OrderRequest = {
      instrumentId,
      side,
      type: "market",
      size,
      timeInForce: "GTC",
      postOnly: false,
      reduceOnly,
    };
    desk.submit(request, reason);
  };
  const position = desk.position(instrument);
  const sign = stance === "long" ? 1n : stance === "short" ? -1n : 0n;
  if (position * sign > 0n) return `already ${stance}`;
  if (position > 0n) send("sell", position, true);
  if (position < 0n) send("buy", -position, true);
  if (sign === 0n) return position === 0n ? "already flat" : "exit sent";
  const price = desk.mark(instrument);
  if (price === null) return "no entry: the instrument has no price yet";
  const size = sizeEntry(sizing, {
    equity: desk.equity(),
    price,
    notionalFactor: scale.notionalFactor,
    sizeStep: scale.sizeStep,
    sizeDigits: scale.sizeDigits,
    feeRate: desk.feeRate(),
  });
  if (size === 0n) return "no entry: its size rounds down to zero";
  send(sign > 0n ? "buy" : "sell", size, false);
  return `${stance} entry sent`;
}
