import { formatFixed, MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import type { OrderView } from "../../../shared/model/order.ts";

/** What is not filled yet, exact. */
export function remainingSize(order: Pick<OrderView, "size" | "filledSize">): string {
  return formatFixed(parseFixed(order.size, MONEY_DIGITS) - parseFixed(order.filledSize, MONEY_DIGITS), MONEY_DIGITS);
}

/** The size without its sign. */
export const unsigned = (size: string): string => (size.startsWith("-") ? size.slice(1) : size);

export const isFlat = (size: string): boolean => !/[1-9]/.test(size);
