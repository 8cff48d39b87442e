import type { OrderView } from "../../../shared/model/order.ts";

/** How far the market has to move to reach a limit price, in percent of the mark; `null` when either is not known. */
export function distanceToMarkPct(
  order: Pick<OrderView, "side" | "limitPrice">,
  mark: number | undefined,
): number | null {
  if (order.limitPrice === undefined || mark === undefined || !(mark > 0)) return null;
  const gap = order.side === "buy" ? mark - Number(order.limitPrice) : Number(order.limitPrice) - mark;
  return (gap / mark) * 100;
}
