import { decimalsOf } from "../../shared/model/fixed.ts";
import type { OrderAmendment, OrderIntent } from "../../shared/model/order.ts";
import type { PaperVenueSettings, VenueRejection } from "../../shared/model/paper-venue-settings.ts";
import type { Amended } from "./order-amendment.ts";
import type { PaperBook } from "./paper-book.ts";
import { waitsForPrice } from "./trigger.ts";
import type { VenueOrder } from "./venue-order.ts";
import type { VenueTerms } from "./venue-terms.ts";

/** Why a venue refuses. */
export interface Refusal {
  readonly code: string;
  readonly reason: string;
}

/** What of an order the venue cannot simulate, by name; `null` when it can. */
export function unsupported(intent: OrderIntent, { terms, quoted, barred, market }: PaperBook): string | null {
  const { type, timeInForce, limitPrice, triggerPrice, trailingOffset, trailingOffsetType } = intent;
  const limited = type === "limit" || type === "stop-limit" || type === "limit-if-touched";
  if (type === "trailing-stop" && trailingOffset === undefined) return "trailing stops without an offset";
  if (waitsForPrice(type) && type !== "trailing-stop" && triggerPrice === undefined)
    return `${type} orders without a trigger`;
  if (limited && limitPrice === undefined) return `${type} orders without a price`;
  if (timeInForce === "GTD" && intent.expireAt === undefined) return "GTD orders without an end";
  if (intent.postOnly && type !== "limit") return `post-only ${type} orders`;
  if (decimalsOf(intent.size) > terms.sizeDigits) return `sizes finer than ${terms.instrument.sizeIncrement}`;
  const offset = trailingOffsetType === "percent" || trailingOffsetType === "ticks" ? undefined : trailingOffset;
  if (isFiner(limitPrice, terms) || isFiner(triggerPrice, terms) || isFiner(offset, terms))
    return `prices finer than ${terms.instrument.priceIncrement}`;
  if (trailingOffsetType === "ticks" && decimalsOf(trailingOffset ?? "0") > 0) return "parts of a tick";
  if (intent.triggerBy === "quote" && quoted && !market.twoSided)
    return `${type} orders triggered by the quote on prints`;
  if (intent.triggerBy === "quote" && !quoted && barred) return `${type} orders triggered by the quote on bars`;
  if (!quoted && barred && terms.queueAhead !== null && limitPrice !== undefined)
    return `the queue of ${type} orders on bars`;
  return null;
}

function isFiner(price: string | undefined, { priceDigits }: VenueTerms): boolean {
  return price !== undefined && decimalsOf(price) > priceDigits;
}

/** What the venue has against an order that it could simulate; `price` is the last one, NaN when unknown. */
export function refusalOf(
  order: VenueOrder,
  book: PaperBook,
  settings: PaperVenueSettings,
  at: number,
  price: number,
): Refusal | null {
  if (order.expiresAt <= at) return { code: "VENUE-EXPIRED", reason: "its last moment has passed before it arrived" };
  return tooSmall(order, book, settings, price) ?? outOfBand(order, settings, price);
}

/** What it has against an order that is to become `amended`: what stays as it is, is not held against it. */
export function amendmentRefusal(
  order: VenueOrder,
  amended: Amended,
  book: PaperBook,
  settings: PaperVenueSettings,
  price: number,
): Refusal | null {
  const next = { ...order, ...amended };
  const repriced = next.limit !== order.limit;
  const small = repriced || next.size !== order.size ? tooSmall(next, book, settings, price) : null;
  return small ?? (repriced ? outOfBand(next, settings, price) : null);
}

/** The whole order counts, and what is left of it closes or opens. */
function tooSmall(
  { intent, size, filled, limit, limitPrice, buy }: VenueOrder,
  { terms, position }: PaperBook,
  { minNotional }: PaperVenueSettings,
  price: number,
): Refusal | null {
  const { sizeScale, instrument } = terms;
  const held = position.of(intent.positionSide).size;
  const closing = intent.reduceOnly || (buy ? -held : held) >= size - filled;
  const valuedAt = limit === null ? price : limitPrice;
  if (minNotional === undefined || closing || !(valuedAt > 0)) return null;
  const notional = (Number(size) / sizeScale) * valuedAt * Number(instrument.multiplier);
  if (!(notional < Number(minNotional))) return null;
  return { code: "VENUE-MIN-NOTIONAL", reason: `its value is below ${minNotional} ${instrument.quoteCurrency}` };
}

function outOfBand(
  { intent, limit, limitPrice }: VenueOrder,
  { priceBandPct }: PaperVenueSettings,
  price: number,
): Refusal | null {
  if (priceBandPct === undefined || limit === null || !(price > 0)) return null;
  if (!(Math.abs(limitPrice - price) > (price * Number(priceBandPct)) / 100)) return null;
  return { code: "VENUE-PRICE-BAND", reason: `${intent.limitPrice} is more than ${priceBandPct} % from ${price}` };
}

/** Why an amendment makes no sense for the order it names; `null` when it does. */
export function misfit(order: VenueOrder, change: OrderAmendment): string | null {
  if (change.limitPrice !== undefined && order.limit === null) return "the order has no limit price";
  if (change.triggerPrice !== undefined && order.trigger === null) return "the order waits for no trigger";
  if (change.trailingOffset !== undefined && (order.trigger?.trail ?? null) === null)
    return "the order trails no price";
  return null;
}

/** Refusals that come from nowhere, in the words venues use for them. */
export const venueRejections: { readonly [reason in VenueRejection]: Refusal } = {
  margin: { code: "VENUE-MARGIN", reason: "insufficient margin" },
  "price-band": { code: "VENUE-PRICE-BAND", reason: "the price is outside of the band" },
  busy: { code: "VENUE-BUSY", reason: "the matching engine is busy; try again" },
  closed: { code: "VENUE-CLOSED", reason: "the market is closed" },
  maintenance: { code: "VENUE-MAINTENANCE", reason: "the venue is under maintenance" },
  "unknown-symbol": { code: "VENUE-UNKNOWN-SYMBOL", reason: "the venue does not know the symbol at the moment" },
};
