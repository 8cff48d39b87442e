import type { OrderRequest, OrderView } from "../../shared/model/order.ts";
import type { DeskContext } from "./desk-context.ts";

const duplicateWithinMs = 10_000;
const farFromMarketPct = 2;

/** What is worth a second look before sending: a twin within ten seconds, a price far from the market or through it. */
export function previewWarnings(
  context: DeskContext,
  request: OrderRequest,
  isOfSamePosition: (order: OrderView) => boolean,
  last: number | null,
): string[] {
  const warnings: string[] = [];
  const now = context.clock.now();
  const twin = context.engine
    .orders(100)
    .find(
      (order) =>
        isOfSamePosition(order) &&
        order.side === request.side &&
        order.size === request.size &&
        order.type === request.type &&
        order.limitPrice === request.limitPrice &&
        order.triggerPrice === request.triggerPrice &&
        now - order.createdAt < duplicateWithinMs,
    );
  if (twin) warnings.push(`The same order was sent ${Math.round((now - twin.createdAt) / 1000)} s ago.`);
  if (last !== null && request.limitPrice !== undefined) {
    const distancePct = (Number(request.limitPrice) / last - 1) * 100;
    if (Math.abs(distancePct) > farFromMarketPct) {
      warnings.push(
        `The price is ${Math.abs(distancePct).toFixed(1)} % ${distancePct > 0 ? "above" : "below"} the market.`,
      );
    }
    const crosses = request.side === "buy" ? distancePct > 0 : distancePct < 0;
    if (crosses && request.type === "limit" && !request.postOnly) {
      warnings.push("The limit is through the market: it would fill at once.");
    }
  }
  return warnings;
}
