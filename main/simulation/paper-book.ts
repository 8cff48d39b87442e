import { formatFixed, parseFixed } from "../../shared/model/fixed.ts";
import type { BarInput, TickInput } from "../../shared/model/market.ts";
import type { ExecutionReport } from "../../shared/model/order.ts";
import { type BarPath, barPath } from "./bar-path.ts";
import { decimalOf, type Rounding, toStep } from "./exact-price.ts";
import { one, type VenueOrder, type VenueTerms } from "./venue-terms.ts";

/** One fill that the market makes possible, before volume and position are looked at. */
interface Hit {
  readonly order: VenueOrder;
  readonly share: number;
  readonly price: bigint;
  readonly maker: boolean;
}

/** Where in time and on which path the book trades. */
interface Stretch {
  readonly path: BarPath;
  readonly openTime: number;
  readonly intervalMs: number;
}

/** The working orders of one instrument and what the market does to them. */
export class PaperBook {
  readonly terms: VenueTerms;
  /** In order of arrival. Empty most of the time: a bar then costs one length check. */
  readonly working: VenueOrder[] = [];
  /** Signed net size of the venue's fills; reduce-only orders never go beyond it. */
  position = 0n;
  /** The instrument has shown quotes: bars repeat what the ticks already said and fill nothing. */
  quoted = false;
  /** The last trade's price, or the middle of the quote where no trade came with it. */
  last = Number.NaN;
  private bid = Number.NaN;
  private ask = Number.NaN;
  /** The price of the trade that came with the quote, NaN where none did. */
  private traded = Number.NaN;
  /** What is left of the volume that orders may take, in size units; null when nothing limits it. */
  private budget: bigint | null = null;
  /** Best limits of the working orders, so that a quote that reaches none of them is told apart at once. */
  private highestBuy = Number.NEGATIVE_INFINITY;
  private lowestSell = Number.POSITIVE_INFINITY;
  private markets = 0;
  private readonly emit: (report: ExecutionReport) => void;

  constructor(terms: VenueTerms, emit: (report: ExecutionReport) => void) {
    this.terms = terms;
    this.emit = emit;
  }

  /** Takes an order in: refuses it, or announces it and lets it trade or rest. `price` is the last one, NaN when unknown. */
  arrive(order: VenueOrder, at: number, price: number): void {
    order.marketable = this.isMarketable(order, price);
    if (order.intent.postOnly && order.marketable) {
      order.done = "rejected";
      const reason = `a post-only order at ${order.intent.limitPrice} would have traded at once`;
      this.emit({ orderId: order.intent.orderId, at, kind: "rejected", code: "VENUE-POST-ONLY", reason });
      return;
    }
    this.emit({ orderId: order.intent.orderId, at, kind: "accepted", venueOrderId: `P-${order.intent.orderId}` });
    // Whoever hears of it may cancel in the same breath.
    if (order.done !== "working") return;
    this.add(order);
    if (this.quoted) this.tradeOrder(order, at);
  }

  /**
   * Changes size (in units, the new total) and limit of a working order. A new price or a larger size sends it to the
   * back of the queue, as exchanges do.
   */
  amend(order: VenueOrder, size: bigint, limitPrice: string | undefined, at: number, price: number): void {
    const { sizeDigits, priceDigits } = this.terms;
    const { orderId } = order.intent;
    const limit = limitPrice === undefined ? order.limit : parseFixed(limitPrice, priceDigits);
    const amended = { ...order, limit, limitPrice: limitPrice === undefined ? order.limitPrice : Number(limitPrice) };
    const marketable = this.isMarketable(amended, price);
    if (order.intent.postOnly && marketable) {
      const reason = `VENUE-POST-ONLY: the order would trade at once at ${limitPrice}`;
      this.emit({ orderId, at, kind: "replace-rejected", reason });
      return;
    }
    const keepsPlace = limit === order.limit && size <= order.size;
    order.size = size;
    order.limit = limit;
    order.limitPrice = amended.limitPrice;
    order.marketable = marketable;
    if (!keepsPlace) this.working.push(...this.working.splice(this.working.indexOf(order), 1));
    this.rebound();
    const change = limit === null ? {} : { limitPrice: formatFixed(limit, priceDigits) };
    this.emit({ orderId, at, kind: "replaced", size: formatFixed(size, sizeDigits), ...change });
    if (this.quoted && order.done === "working") this.tradeOrder(order, at);
  }

  /** Puts an order back without a word, as after a restart. */
  add(order: VenueOrder): void {
    this.working.push(order);
    this.bound(order);
  }

  /** Takes an order off the book. */
  remove(order: VenueOrder): void {
    const index = this.working.indexOf(order);
    if (index >= 0) this.working.splice(index, 1);
    this.rebound();
  }

  /** Recomputes what a quote has to reach, after an order has changed. */
  rebound(): void {
    this.highestBuy = Number.NEGATIVE_INFINITY;
    this.lowestSell = Number.POSITIVE_INFINITY;
    this.markets = 0;
    for (const order of this.working) this.bound(order);
  }

  /**
   * A new quote: sets the prices, then trades. Sides without a price fall back to that of the trade; without a trade only
   * the quote itself can reach an order.
   */
  quote({ bid, ask, last, size }: TickInput, at: number): void {
    this.quoted = true;
    this.traded = last > 0 && last < Number.POSITIVE_INFINITY ? last : Number.NaN;
    this.bid = bid > 0 ? bid : this.traded;
    this.ask = ask > 0 ? ask : this.traded;
    this.last = Number.isNaN(this.traded) ? (this.bid + this.ask) / 2 : this.traded;
    if (this.working.length === 0 && this.terms.participation === null) return;
    this.setBudget(size > 0 ? size : 0);
    if (this.markets === 0 && !(this.lowest() < this.highestBuy) && !(this.highest() > this.lowestSell)) return;
    this.tradeQuote(at);
  }

  /** The volume of a bar or print that may be taken from now on. */
  setBudget(volume: number): void {
    const { participation, sizeStep, sizeDigits } = this.terms;
    this.budget =
      participation === null ? null : toStep(decimalOf(volume), participation, sizeStep, sizeDigits, "down");
  }

  /** Starts a bar; {@link tradeStretch} then walks along it. */
  startBar({ open, high, low, close, volume }: BarInput): BarPath {
    this.setBudget(volume);
    return barPath(open, high, low, close);
  }

  /** Fills what the path reaches between two shares of the bar, in the order of its way, then of arrival. */
  tradeStretch(stretch: Stretch, from: number, to: number): void {
    const hits: Hit[] = [];
    for (const order of this.working) {
      const hit = this.hitOnPath(order, stretch.path, from, to);
      if (hit) hits.push(hit);
    }
    hits.sort((a, b) => a.share - b.share);
    for (const hit of hits) {
      const time = Math.min(Math.floor(hit.share * stretch.intervalMs), stretch.intervalMs - 1);
      this.fill(hit, stretch.openTime + time);
    }
    for (const order of this.working.slice()) {
      // What has stood through a stretch rests from now on, or ends.
      order.marketable = false;
      this.endImmediate(order, stretch.openTime + Math.floor(from * stretch.intervalMs));
    }
  }

  private hitOnPath(order: VenueOrder, path: BarPath, from: number, to: number): Hit | null {
    if (order.limit === null) {
      const { barMove } = this.terms;
      return { order, share: from, price: this.marketPrice(order, path.priceAt(from), barMove), maker: false };
    }
    const immediate = order.intent.timeInForce !== "GTC";
    const share = path.firstThrough(order.limitPrice, order.buy, from, immediate ? from : to);
    if (share < 0) return null;
    const price = path.priceAt(share);
    const through = order.buy ? price < order.limitPrice : price > order.limitPrice;
    order.marketable ??= share === from;
    if (order.intent.postOnly && order.marketable) return { order, share, price: -1n, maker: false };
    const maker = !(share === from && order.marketable);
    return { order, share, price: through && share === from ? this.atMost(order, price) : order.limit, maker };
  }

  /** The market's own price at the nearest increment, never worse than the limit. */
  private atMost(order: VenueOrder, price: number): bigint {
    const nearest = this.step(price, "nearest");
    const limit = order.limit ?? nearest;
    return (order.buy ? nearest > limit : nearest < limit) ? limit : nearest;
  }

  private step(price: number, rounding: Rounding): bigint {
    return toStep(decimalOf(price), one, this.terms.priceStep, this.terms.priceDigits, rounding);
  }

  private marketPrice(order: VenueOrder, price: number, move: VenueTerms["barMove"]): bigint {
    if (move.none) return this.step(price, "nearest");
    const { priceStep, priceDigits } = this.terms;
    return order.buy
      ? toStep(decimalOf(price), move.buy, priceStep, priceDigits, "up")
      : toStep(decimalOf(price), move.sell, priceStep, priceDigits, "down");
  }

  private tradeQuote(at: number): void {
    for (const order of this.working.slice()) this.tradeOrder(order, at);
    if (this.markets > 0) this.rebound();
  }

  private tradeOrder(order: VenueOrder, at: number): void {
    if (order.done !== "working") return;
    const hit = this.hitOnQuote(order);
    if (hit) this.fill(hit, at);
    this.endImmediate(order, at);
  }

  private hitOnQuote(order: VenueOrder): Hit | null {
    const price = order.buy ? this.ask : this.bid;
    if (Number.isNaN(price)) return null;
    const { quoteMove } = this.terms;
    if (order.limit === null)
      return { order, share: 0, price: this.marketPrice(order, price, quoteMove), maker: false };
    order.marketable ??= this.isMarketable(order, price);
    if (order.marketable) {
      // Takes what stands there now; whatever is left rests and waits to be traded through.
      if (order.intent.postOnly) return { order, share: 0, price: -1n, maker: false };
      order.marketable = false;
      const moved = this.marketPrice(order, price, quoteMove);
      const capped = (order.buy ? moved > order.limit : moved < order.limit) ? order.limit : moved;
      return { order, share: 0, price: capped, maker: false };
    }
    const through = order.buy ? this.lowest() < order.limitPrice : this.highest() > order.limitPrice;
    return through ? { order, share: 0, price: order.limit, maker: true } : null;
  }

  /** Whether the order could trade against the price (or the quote) that stands; `null` when none is known. */
  private isMarketable(order: VenueOrder, price: number): boolean | null {
    if (order.limit === null) return null;
    if (this.quoted) return order.buy ? this.ask <= order.limitPrice : this.bid >= order.limitPrice;
    if (Number.isNaN(price)) return null;
    return order.buy ? price < order.limitPrice : price > order.limitPrice;
  }

  private lowest(): number {
    return this.traded < this.ask ? this.traded : this.ask;
  }

  private highest(): number {
    return this.traded > this.bid ? this.traded : this.bid;
  }

  private bound(order: VenueOrder): void {
    if (order.limit === null || order.marketable !== false) this.markets++;
    else if (order.buy) this.highestBuy = Math.max(this.highestBuy, order.limitPrice);
    else this.lowestSell = Math.min(this.lowestSell, order.limitPrice);
  }

  private fill(hit: Hit, at: number): void {
    const { order } = hit;
    const { intent } = order;
    if (order.done !== "working") return;
    if (hit.price < 0n) {
      this.end(order, at, "a post-only order would have traded at once");
      return;
    }
    const remaining = order.size - order.filled;
    let size = remaining;
    if (intent.reduceOnly) {
      const reducible = order.buy ? -this.position : this.position;
      if (reducible <= 0n) {
        this.end(order, at, "nothing left to reduce");
        return;
      }
      if (size > reducible) size = reducible;
    }
    if (this.budget !== null && size > this.budget) size = this.budget;
    if (size <= 0n || (intent.timeInForce === "FOK" && size < remaining)) return;
    if (this.budget !== null) this.budget -= size;
    order.filled += size;
    this.position += order.buy ? size : -size;
    if (order.filled === order.size) {
      order.done = "filled";
      this.remove(order);
    }
    this.emit(this.fillReport(hit, at, size));
    if (order.done === "working" && intent.reduceOnly && this.position === 0n) {
      this.end(order, at, "nothing left to reduce");
    }
  }

  private fillReport({ order, price, maker }: Hit, at: number, size: bigint): ExecutionReport {
    const { terms } = this;
    const rate = maker ? terms.makerFee : terms.takerFee;
    return {
      orderId: order.intent.orderId,
      at,
      kind: "fill",
      // What is filled so far only grows, so it numbers the fills of an order, after a restart too.
      fillId: `${order.intent.orderId}/${formatFixed(order.filled, terms.sizeDigits)}`,
      size: formatFixed(size, terms.sizeDigits),
      price: formatFixed(price, terms.priceDigits),
      fee: formatFixed(price * size * rate, maker ? terms.makerFeeDigits : terms.takerFeeDigits),
      feeCurrency: terms.instrument.quoteCurrency,
      liquidity: maker ? "maker" : "taker",
    };
  }

  /** Ends what may not rest: an IOC or FOK order that has had its chance. */
  private endImmediate(order: VenueOrder, at: number): void {
    const { timeInForce } = order.intent;
    if (order.done !== "working" || timeInForce === "GTC") return;
    const what = timeInForce === "FOK" ? "not all of it could be filled at once" : "the rest found no price";
    this.end(order, at, `${timeInForce}: ${what}`);
  }

  /** Cancels a working order. */
  end(order: VenueOrder, at: number, reason: string): void {
    order.done = "canceled";
    this.remove(order);
    this.emit({ orderId: order.intent.orderId, at, kind: "canceled", reason });
  }
}
