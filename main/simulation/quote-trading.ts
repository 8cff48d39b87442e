import type { TickInput } from "../../shared/model/market.ts";
import { decimalOf, toStep } from "./exact-price.ts";
import { capped, marketPrice } from "./fill-price.ts";
import type { Hit } from "./path-trading.ts";
import type { VenueOrder } from "./venue-order.ts";
import { one, type VenueTerms } from "./venue-terms.ts";

/**
 * The quote that stands and the print that came with it. A tick only leaves its numbers here; what orders trade at is
 * worked out when one is reached, which most ticks do not.
 */
export class QuoteView {
  /** The price of the print, NaN where none came. */
  traded = Number.NaN;
  /** The print's price, or the middle of the quote. */
  last = Number.NaN;
  /** The print's size, NaN until {@link printedIn} has read it into {@link printed}. */
  private size = 0;
  private known = true;
  /** What is left of the print for the venue's orders, in size units. */
  printed = 0n;
  /** The feed has shown both sides of a quote, not prints alone. */
  twoSided = false;
  private realBid = Number.NaN;
  private realAsk = Number.NaN;

  set({ bid, ask, last, size }: TickInput): void {
    this.realBid = bid;
    this.realAsk = ask;
    if (bid > 0 && ask > 0) this.twoSided = true;
    this.traded = last > 0 && last < Number.POSITIVE_INFINITY ? last : Number.NaN;
    this.last = this.traded > 0 ? this.traded : (this.bid + this.ask) / 2;
    this.size = size;
    this.known = false;
  }

  /** A side without a price falls back to that of the print. */
  get bid(): number {
    return this.realBid > 0 ? this.realBid : this.traded;
  }

  get ask(): number {
    return this.realAsk > 0 ? this.realAsk : this.traded;
  }

  /** All prices of the tick lie between these two. */
  get lowest(): number {
    return this.bid < this.last ? this.bid : this.last;
  }

  get highest(): number {
    return this.ask > this.last ? this.ask : this.last;
  }

  /** The best prices that a resting buy and a resting sell can trade at. */
  get buyAt(): number {
    return this.traded < this.ask ? this.traded : this.ask;
  }

  get sellAt(): number {
    return this.traded > this.bid ? this.traded : this.bid;
  }

  /** The side of the quote that an order would trade at; NaN where the feed shows none. */
  quoted(buy: boolean): number {
    const price = buy ? this.realAsk : this.realBid;
    return price > 0 ? price : Number.NaN;
  }

  /** Whether a limit order could trade against the quote. */
  isMarketable({ buy, limitPrice }: VenueOrder): boolean {
    return buy ? this.ask <= limitPrice : this.bid >= limitPrice;
  }

  /** The print's size in size units, less what orders of the venue have had of it. */
  printedIn({ sizeStep, sizeDigits }: VenueTerms): bigint {
    if (!this.known) {
      this.printed = this.size > 0 ? toStep(decimalOf(this.size), one, sizeStep, sizeDigits, "down") : 0n;
      this.known = true;
    }
    return this.printed;
  }
}

/** What the quote brings an order that waits for no trigger; `null` when it does not reach it. */
export function hitOnQuote(order: VenueOrder, market: QuoteView, terms: VenueTerms): Hit | null {
  const at = order.buy ? market.ask : market.bid;
  if (Number.isNaN(at)) return null;
  const hit = (price: bigint, maker: boolean, size: bigint | null = null): Hit => ({
    order,
    share: 0,
    kind: "fill",
    price,
    at,
    maker,
    size,
  });
  if (order.limit === null) return hit(marketPrice(order, at, terms, terms.quoteMove), false);
  order.marketable ??= market.isMarketable(order);
  if (order.marketable) {
    // Takes what stands there now; whatever is left rests and waits to be traded through.
    if (order.intent.postOnly) return hit(-1n, false);
    order.marketable = false;
    return hit(capped(order, marketPrice(order, at, terms, terms.quoteMove)), false);
  }
  const through = order.buy ? market.buyAt < order.limitPrice : market.sellAt > order.limitPrice;
  if (through) return hit(order.limit, true);
  if (terms.queueAhead === null || market.traded !== order.limitPrice) return null;
  return hitInQueue(order, market, terms, hit);
}

/** A print at the order's price: first what stands ahead is served, then the order with what is left. */
function hitInQueue(
  order: VenueOrder,
  market: QuoteView,
  terms: VenueTerms,
  hit: (price: bigint, maker: boolean, size: bigint) => Hit,
): Hit | null {
  const left = market.printedIn(terms) - order.ahead;
  order.ahead = left < 0n ? -left : 0n;
  return left > 0n && order.limit !== null ? hit(order.limit, true, left) : null;
}
