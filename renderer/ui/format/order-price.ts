import type { OrderView } from "../../../shared/model/order.ts";

const trailingMarks = { percent: " %", ticks: " ticks" };

/** The price an order waits for or trades at, each written by `write`; a trailing stop's distance until it has a level. */
export function orderPrice(order: OrderView, write: (value: string) => string): string {
  const { limitPrice, triggerPrice, triggeredAt, trailingOffset, trailingOffsetType = "price" } = order;
  const waits = triggerPrice !== undefined && triggeredAt === undefined;
  if (waits && limitPrice !== undefined) return `${write(triggerPrice)} → ${write(limitPrice)}`;
  if (waits) return write(triggerPrice);
  if (limitPrice !== undefined) return write(limitPrice);
  if (trailingOffset === undefined) return "";
  return trailingOffsetType === "price"
    ? `± ${write(trailingOffset)}`
    : `± ${trailingOffset}${trailingMarks[trailingOffsetType]}`;
}
