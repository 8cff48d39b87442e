import { decimalsOf } from "../../../shared/model/fixed.ts";
import type { Instrument } from "../../../shared/model/instrument.ts";
import type { Quote } from "../../../shared/model/market.ts";
import type { Side } from "../../../shared/model/order.ts";
import { pricesOf, type TicketDraft } from "./ticket-draft.ts";

/** A quoted double as decimal text of the instrument's precision; `null` when it is no price. */
export function quotedPrice(price: number, instrument: Instrument): string | null {
  if (!Number.isFinite(price) || price <= 0) return null;
  return price.toFixed(decimalsOf(instrument.priceIncrement));
}

/** The price a market order meets: the ask for a buy, the bid for a sell, the last where there is no book. */
export function touchPrice(side: Side, quote: Quote | undefined, instrument: Instrument): string | null {
  if (!quote) return null;
  return quotedPrice(side === "buy" ? quote.ask : quote.bid, instrument) ?? quotedPrice(quote.last, instrument);
}

/** The price used for sizing: the limit, else the trigger an order has, otherwise the touch. */
export function entryPrice(draft: TicketDraft, quote: Quote | undefined, instrument: Instrument): string | null {
  const { limit, trigger } = pricesOf(draft.type);
  if (limit) return draft.limitPrice.trim() === "" ? null : draft.limitPrice;
  if (trigger) return draft.triggerPrice.trim() === "" ? null : draft.triggerPrice;
  return touchPrice(draft.side, quote, instrument);
}
