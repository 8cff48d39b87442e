import type { TickInput } from "../../shared/model/market.ts";
import { middlePrice } from "../../shared/model/middle-price.ts";
import { decimalOf, toStep } from "./exact-price.ts";
import { capped, marketPrice } from "./fill-price.ts";
import type { Hit } from "./path-trading.ts";
import type { VenueOrder } from "./venue-order.ts";
import { one, type VenueTerms } from "./venue-terms.ts";

/** The quote that stands and the print that came with it. A tick that reaches no order costs what it stores: the rest is worked out when it is asked for. */
export class QuoteView {
  /** The price of the print, NaN where none came. */
  traded = Number.NaN;
  /** The print's price, or the middle of the quote. */
  last = Number.NaN;
  /** All prices of the tick lie between these two. */
  lowest = Number.NaN;
  highest = Number.NaN;
  /** The print's size; zero or NaN where a quote came alone. {@link printedIn} reads it into {@link printed}. */
  private size = 0;
  private known = true;
  /** What is left of the print for the venue's orders, in size units. */
  printed = 0n;
  /** The feed has shown both sides of a quote, not prints alone. */
  twoSided = false;
  private realBid = Number.NaN;
  private realAsk = Number.NaN;

  set({ bid, ask, last, size }: TickInput): void {
    const traded = last > 0 && last < Number.POSITIVE_INFINITY ? last : Number.NaN;
    this.traded = traded;
    this.realBid = bid;
    this.realAsk = ask;
    if (bid > 0 && bid <= ask) {
      // A file of trades has its price on both sides.
      if (bid < ask) this.twoSided = true;
      const price = traded > 0 ? traded : middlePrice(bid, ask);
      this.last = price;
      this.lowest = bid < price ? bid : price;
      this.highest = ask > price ? ask : price;
    } else this.#setOdd(bid, ask, traded);
    this.size = size;
    this.known = false;
  }

  /** Half a quote is no price: the last one stands. A crossed quote, as feeds of several exchanges show, has its bid above its ask. */
  #setOdd(bid: number, ask: number, traded: number): void {
    const isCrossed = bid > 0 && ask > 0;
    if (isCrossed) this.twoSided = true;
    const price = traded > 0 ? traded : isCrossed ? middlePrice(bid, ask) : Number.NaN;
    if (price > 0) this.last = price;
    const low = bid > 0 ? bid : traded > 0 ? traded : ask;
    const high = ask > 0 ? ask : traded > 0 ? traded : bid;
    const below = high < low ? high : low;
    const above = high < low ? low : high;
    this.lowest = price < below ? price : below;
    this.highest = price > above ? price : above;
  }

  /** What an order would trade at now: its side of the quote, or the print where the feed shows none; NaN without both. */
  touch(buy: boolean): number {
    const price = buy ? this.realAsk : this.realBid;
    return price > 0 ? price : this.traded;
  }

  /** The best price that a resting order can trade at. What comes without a size is no print: nobody has sold or bought there. */
  best(buy: boolean): number {
    const { traded } = this;
    const touch = this.touch(buy);
    if (!(this.size > 0)) return touch;
    return (buy ? traded < touch : traded > touch) ? traded : touch;
  }

  /** The side of the quote that an order would trade at; NaN where the feed shows none. */
  quoted(buy: boolean): number {
    const price = buy ? this.realAsk : this.realBid;
    return price > 0 ? price : Number.NaN;
  }

  /** Whether a limit order could trade against the quote. */
  isMarketable({ buy, limitPrice }: VenueOrder): boolean {
    return buy ? this.touch(true) <= limitPrice : this.touch(false) >= limitPrice;
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
  const at = market.touch(order.buy);
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
  // What it could have taken as it came may be gone: before the first quote, or while the market was closed.
  if (order.marketable !== false) order.marketable = market.isMarketable(order);
  if (order.marketable) {
    // Takes what stands there now; whatever is left rests and waits to be traded through.
    if (order.intent.postOnly) return hit(-1n, false);
    order.marketable = false;
    return hit(capped(order, marketPrice(order, at, terms, terms.quoteMove)), false);
  }
  const best = market.best(order.buy);
  const through = order.buy ? best < order.limitPrice : best > order.limitPrice;
  if (through) {
    // Whoever stood ahead of it has traded: what this tick's volume does not fill is first in line.
    order.ahead = 0n;
    return hit(order.limit, true);
  }
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
