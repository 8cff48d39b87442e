import { formatFixed, MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import type { OrderRequest } from "../../../shared/model/order.ts";
import { readMoney, type SizeProblem, type SizingInputs, sizeFromDraft } from "./size-from-draft.ts";
import type { TicketDraft } from "./ticket-draft.ts";

export type PriceProblem = "ticket.problem.noLimit" | "ticket.problem.priceText" | "ticket.problem.priceIncrement";

/** The order a ticket describes, or the first thing that is missing in each field. */
export type DraftReading =
  | { readonly ok: true; readonly order: OrderRequest }
  | { readonly ok: false; readonly amount: SizeProblem | null; readonly price: PriceProblem | null };

/** Reads a ticket into the request that preview and submit share, so that what is previewed is what is sent. */
export function orderFromDraft(draft: TicketDraft, inputs: SizingInputs): DraftReading {
  const price = draft.type === "limit" ? priceProblem(draft.limitPrice, inputs.instrument.priceIncrement) : null;
  const sized = sizeFromDraft(draft, inputs);
  if (!sized.ok)
    return { ok: false, amount: price && sized.problem === "ticket.problem.noPrice" ? null : sized.problem, price };
  if (price !== null) return { ok: false, amount: null, price };
  return {
    ok: true,
    order: {
      instrumentId: inputs.instrument.id,
      side: draft.side,
      type: draft.type,
      size: sized.size,
      ...(draft.type === "limit" ? { limitPrice: plainDecimal(draft.limitPrice) } : {}),
      timeInForce: draft.timeInForce,
      postOnly: draft.postOnly,
      reduceOnly: draft.reduceOnly,
    },
  };
}

function priceProblem(text: string, increment: string): PriceProblem | null {
  if (text.trim() === "") return "ticket.problem.noLimit";
  const price = readMoney(text);
  if (price === null || price <= 0n) return "ticket.problem.priceText";
  return price % parseFixed(increment, MONEY_DIGITS) === 0n ? null : "ticket.problem.priceIncrement";
}

/** True when the order can only shrink the signed position: opposite side and not larger. */
export function shrinksPosition(order: Pick<OrderRequest, "side" | "size">, positionSize: string): boolean {
  const position = readMoney(positionSize) ?? 0n;
  const size = readMoney(order.size) ?? 0n;
  if (position === 0n || size <= 0n) return false;
  return order.side === "sell" ? position > 0n && size <= position : position < 0n && size <= -position;
}

/** The text without trailing zeros, the one form a decimal has on the desk; unreadable text stays as it is. */
export function plainDecimal(text: string): string {
  const units = readMoney(text);
  return units === null ? text : formatFixed(units, MONEY_DIGITS);
}
