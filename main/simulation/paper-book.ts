import type { TickInput } from "../../shared/model/market.ts";
import type { ExecutionReport } from "../../shared/model/order.ts";
import { BookReach } from "./book-reach.ts";
import { impacted } from "./fill-price.ts";
import { fillReport } from "./fill-report.ts";
import type { MarketHours } from "./market-hours.ts";
import { type Amended, replacedReport } from "./order-amendment.ts";
import { PairFills } from "./pair-fills.ts";
import { type Hit, hitAfterRelease, hitOnPath, inOrder } from "./path-trading.ts";
import { hitOnQuote, QuoteView } from "./quote-trading.ts";
import { beginOf, momentOf, type Stretch } from "./stretch.ts";
import { follow, isReleasedBy } from "./trigger.ts";
import { isImmediate, type VenueOrder } from "./venue-order.ts";
import { VenuePosition } from "./venue-position.ts";
import type { VenueTerms } from "./venue-terms.ts";
import { VolumeShare } from "./volume-share.ts";

/** What the venue does besides trading when a position or an order of it changes. */
export interface BookWatch {
  /** Why an order that would open a position is not carried, or `null`. */
  refusal(order: VenueOrder, price: number): string | null;
  /** A fill has been booked: what it realised, in price × size units, and its fee as a decimal text. */
  filled(book: PaperBook, realised: bigint, fee: string, price: number): void;
  /** The venue's own order has closed a position. */
  liquidated(book: PaperBook, order: VenueOrder, fill: Extract<ExecutionReport, { kind: "fill" }>): void;
}

/** The working orders of one instrument and what the market does to them. */
export class PaperBook {
  readonly terms: VenueTerms;
  readonly hours: MarketHours;
  readonly position = new VenuePosition();
  /** In order of arrival. */
  readonly working = new Set<VenueOrder>();
  readonly reach: BookReach;
  readonly market = new QuoteView();
  /** The instrument has shown quotes: bars repeat what the ticks already said and fill nothing. */
  quoted = false;
  /** When it last did, UTC milliseconds; kept where the market closes at times. */
  private quotedAt = Number.NEGATIVE_INFINITY;
  /** The instrument has shown bars. */
  barred = false;
  /** When the last of them closed, UTC milliseconds. */
  closedAt = Number.NEGATIVE_INFINITY;
  /** The last trade's price, or the middle of the quote where no trade came with it. */
  last = Number.NaN;
  readonly volume: VolumeShare;
  readonly pairs = new PairFills();
  private places = 0;
  /** Numbers the orders of the venue's own. */
  nextOwn = 0;
  /** Orders of the venue's own that a fill has brought about and the bar has not met yet. */
  private fresh: VenueOrder[] = [];
  private readonly emit: (report: ExecutionReport) => void;
  private readonly watch: BookWatch | null;

  constructor(
    terms: VenueTerms,
    hours: MarketHours,
    emit: (report: ExecutionReport) => void,
    watch: BookWatch | null = null,
  ) {
    this.terms = terms;
    this.hours = hours;
    this.emit = emit;
    this.watch = watch;
    this.volume = new VolumeShare(terms);
    this.reach = new BookReach(terms.queueAhead !== null, hours.moves);
  }

  /** Reports on an order and remembers what was said. */
  say(order: VenueOrder, report: ExecutionReport): void {
    order.said.push(report);
    this.emit(report);
  }

  reject(order: VenueOrder, at: number, code: string, reason: string): void {
    order.done = "rejected";
    this.say(order, { orderId: order.intent.orderId, at, kind: "rejected", code, reason });
  }

  /** Takes an order in: refuses it, or announces it and lets it trade or rest. `price` is the last one, NaN when unknown. */
  arrive(order: VenueOrder, at: number, price: number): void {
    const { intent, trigger } = order;
    order.arrivedAt = at;
    const closure = this.hours.closure(at);
    if (closure !== null && isImmediate(intent)) {
      this.reject(order, at, closure.code, `${closure.reason}: ${intent.timeInForce} orders do not wait for it`);
      return;
    }
    const refusal = this.watch?.refusal(order, price) ?? null;
    if (refusal !== null) {
      this.reject(order, at, "VENUE-MARGIN", refusal);
      return;
    }
    // What a limit can take is seen when the market opens; a post-only order takes nothing then either.
    const unseen = trigger !== null || (!intent.postOnly && this.waits(at));
    order.marketable = unseen ? null : this.isMarketable(order, price);
    if (intent.postOnly && order.marketable) {
      this.reject(order, at, "VENUE-POST-ONLY", `a post-only order at ${intent.limitPrice} would have traded at once`);
      return;
    }
    this.say(order, { orderId: intent.orderId, at, kind: "accepted", venueOrderId: `P-${intent.orderId}` });
    // Whoever hears of it may cancel in the same breath.
    if (order.done !== "working") return;
    if (trigger !== null && trigger.trail !== null && !trigger.byQuote) follow(trigger, price, this.terms);
    this.join(order);
    this.place(order);
    this.tryAtOnce(order, at);
  }

  /**
   * Changes size, limit or trigger of a working order, or says why not. A new price or a larger size sends it to
   * the back of the queue, as exchanges do.
   */
  amend(order: VenueOrder, amended: Amended, at: number, price: number): void {
    const { intent, size, limit, limitPrice, trigger, keepsPlace } = amended;
    const next = { ...order, ...amended };
    const refuse = (reason: string): void =>
      this.say(order, { orderId: intent.orderId, at, kind: "replace-rejected", reason });
    const asksForMore = size > order.size || (limit ?? 0n) > (order.limit ?? 0n);
    const refusal = asksForMore ? (this.watch?.refusal(next, price) ?? null) : null;
    if (refusal !== null) {
      refuse(`VENUE-MARGIN: ${refusal}`);
      return;
    }
    // What keeps its place has rested already, wherever the price stands by now.
    const unseen = trigger !== null || (!intent.postOnly && this.waits(at));
    const marketable = keepsPlace ? order.marketable : unseen ? null : this.isMarketable(next, price);
    if (intent.postOnly && marketable) {
      refuse(`VENUE-POST-ONLY: the order would trade at once at ${intent.limitPrice}`);
      return;
    }
    Object.assign(order, { intent, size, limit, limitPrice, trigger, marketable });
    if (!keepsPlace) {
      order.arrivedAt = at;
      this.working.delete(order);
      this.join(order);
      this.place(order);
    }
    this.reach.include(order);
    this.reach.refresh();
    this.say(order, replacedReport(order, at, this.terms));
    if (order.done === "working") this.tryAtOnce(order, at);
  }

  /** Lets an order of the venue's own trade at the next price, whatever it waited for. */
  releaseOwn(order: VenueOrder | undefined): void {
    if (order?.done !== "working") return;
    order.trigger = null;
    this.reach.include(order);
    this.reach.refresh();
  }

  /** Puts an order back without a word, as after a restart or where the venue itself sends it: at the end of its queue. */
  add(order: VenueOrder): void {
    this.join(order);
    this.place(order);
    if (order.own) this.fresh.push(order);
    this.reach.include(order);
    this.reach.refresh();
  }

  private place(order: VenueOrder): void {
    order.place = this.places++;
    this.working.add(order);
  }

  /** Where the venue keeps queues, an order that does not improve the market stands behind what is there. */
  private join(order: VenueOrder): void {
    const { queueAhead } = this.terms;
    if (queueAhead === null || order.limit === null) return;
    const best = this.market.touch(!order.buy);
    const improves = order.buy ? order.limitPrice > best : order.limitPrice < best;
    order.ahead = improves ? 0n : queueAhead;
  }

  /** Whether nothing trades before the next price: the market is closed, or no tick has come since it opened again. */
  private waits(at: number): boolean {
    return this.quoted ? !this.hours.isOpenSince(this.quotedAt, at) : this.hours.closure(at) !== null;
  }

  private tryAtOnce(order: VenueOrder, at: number): void {
    if (this.quoted && !this.waits(at)) {
      // A limit that cannot take does not trade with the print that stands: it was there before the order.
      if (order.trigger === null && order.marketable === false) this.endImmediate(order, at);
      else this.tradeOrder(order, at);
    }
    if (order.done === "working") this.reach.include(order);
    this.reach.refresh();
  }

  /** Takes an order off the book. */
  private remove(order: VenueOrder): void {
    this.working.delete(order);
    this.reach.drop(order);
    this.reach.refresh();
  }

  /** Ends the orders whose time is over. */
  expire(at: number): void {
    for (const order of this.reach.takeExpired(at)) {
      if (order.done !== "working") continue;
      order.done = "expired";
      this.remove(order);
      const reason = order.intent.timeInForce === "DAY" ? "the trading day is over" : "its last moment has passed";
      this.say(order, { orderId: order.intent.orderId, at: order.expiresAt, kind: "expired", reason });
    }
    this.reach.refresh();
  }

  /** A new quote: sets the prices, then trades. */
  quote(tick: TickInput, at: number): void {
    const { market, reach, hours } = this;
    this.quoted = true;
    market.set(tick);
    this.last = market.last;
    this.volume.set(tick.size > 0 ? tick.size : 0);
    this.pairs.begin();
    if (!hours.always) this.quotedAt = at;
    if (hours.moves) this.noteMove(at);
    if (!(market.lowest < reach.below || market.highest > reach.above)) return;
    if (!hours.always && hours.closure(at) !== null) return;
    const taken = reach.take(market.lowest, market.highest, market.best(true), market.best(false));
    for (const order of taken) this.tradeOrder(order, at);
    this.putBack(taken);
  }

  /** Halts trading where the price has gone beyond the limits of the day. */
  private noteMove(at: number): void {
    const { hours, last } = this;
    if (hours.isHalted(at)) return;
    hours.note(last, at);
    if (hours.isBeyond(last)) hours.halt(at);
  }

  /** Does what the path brings between two shares of the bar, in the order it happens. */
  tradeStretch(stretch: Stretch, from: number, to: number): void {
    const { path, low, high } = stretch;
    const taken = this.reach.take(low, high, low, high);
    const hits: Hit[] = [];
    for (const order of taken) {
      if (this.needsTicks(order)) {
        this.end(order, momentOf(stretch, from, order), "bars do not show what it needs: quotes or trade ticks");
        continue;
      }
      const begin = beginOf(order, stretch, from);
      const hit = begin < to ? hitOnPath(order, path, begin, to, this.terms) : null;
      if (hit) hits.push(hit);
    }
    let ahead = inOrder(hits);
    let released: Map<VenueOrder, number> | null = null;
    if (this.fresh.length > 0) this.fresh = [];
    for (let hit = ahead.shift(); hit !== undefined; hit = ahead.shift()) {
      if (hit.order.done !== "working") continue;
      if (hit.kind === "fill") {
        this.fill(hit, momentOf(stretch, hit.share, hit.order));
        if (this.fresh.length === 0) continue;
        for (const own of this.fresh.splice(0)) {
          taken.push(own);
          const next = own.done === "working" ? hitOnPath(own, path, hit.share, to, this.terms) : null;
          if (next !== null) ahead = inOrder([...ahead, next]);
        }
        continue;
      }
      this.release(hit.order, momentOf(stretch, hit.share, hit.order));
      released ??= new Map();
      released.set(hit.order, hit.share);
      const next = hit.order.done === "working" ? hitAfterRelease(hit, path, to, this.terms) : null;
      if (next?.share === hit.share) ahead.unshift(next);
      else if (next !== null) ahead = inOrder([...ahead, next]);
    }
    for (const order of taken) {
      const begin = beginOf(order, stretch, from);
      if (order.done !== "working" || order.trigger !== null || begin >= to) continue;
      // What has stood through a stretch rests from now on, or ends.
      order.marketable = false;
      this.endImmediate(order, momentOf(stretch, released?.get(order) ?? begin, order));
    }
    this.putBack(taken);
  }

  /** Whether bars cannot show when this order trades. */
  needsTicks({ trigger, limit }: VenueOrder): boolean {
    return trigger?.byQuote === true || (this.terms.queueAhead !== null && limit !== null);
  }

  private putBack(taken: readonly VenueOrder[]): void {
    for (const order of taken) if (order.done === "working") this.reach.include(order);
    this.reach.refresh();
  }

  /** Ends an order's wait for its trigger. */
  private release(order: VenueOrder, at: number): void {
    order.trigger = null;
    order.marketable = null;
    if (!order.own) this.say(order, { orderId: order.intent.orderId, at, kind: "triggered" });
  }

  private tradeOrder(order: VenueOrder, at: number): void {
    if (order.done !== "working") return;
    if (order.trigger !== null) {
      const price = order.trigger.byQuote ? this.market.quoted(order.buy) : this.last;
      if (!isReleasedBy(order.trigger, price)) {
        follow(order.trigger, price, this.terms);
        return;
      }
      this.release(order, at);
      // Whoever hears of it may cancel in the same breath.
      if ((order.done as VenueOrder["done"]) !== "working") return;
      this.join(order);
      // The print that released it was there before it: all that a limit may take of this tick is its quote.
      if (this.market.touch(order.buy) > 0 && order.limit !== null) order.marketable = this.market.isMarketable(order);
      if (order.marketable === false) {
        this.endImmediate(order, at);
        return;
      }
    }
    // What came before this market did has its place in the queue by the quote that it meets.
    if (order.marketable === null) this.join(order);
    const hit = hitOnQuote(order, this.market, this.terms);
    if (hit) this.fill(hit, at);
    this.endImmediate(order, at);
  }

  /** Whether the order could trade against the price (or the quote) that stands; `null` when none is known. */
  private isMarketable(order: VenueOrder, price: number): boolean | null {
    if (order.limit === null) return null;
    if (this.quoted) return this.market.isMarketable(order);
    if (Number.isNaN(price)) return null;
    return order.buy ? price < order.limitPrice : price > order.limitPrice;
  }

  private fill(hit: Hit, at: number): void {
    const { order } = hit;
    const { intent } = order;
    if (order.done !== "working") return;
    if (hit.price < 0n) {
      this.end(order, at, "a post-only order would have traded at once");
      return;
    }
    let size = this.pairs.left(order);
    const closable = this.position.closable(order);
    if (closable !== null) {
      if (closable === 0n) {
        this.end(order, at, "nothing left to reduce");
        return;
      }
      if (size > closable) size = closable;
    }
    const takeable = order.own ? null : this.volume.left();
    if (takeable !== null && size > takeable) size = takeable;
    if (hit.size !== null && size > hit.size) size = hit.size;
    if (size <= 0n || (intent.timeInForce === "FOK" && size < order.size)) return;
    this.volume.take(size);
    this.pairs.take(order, size);
    if (hit.size !== null) this.market.printed -= size;
    const price = hit.maker ? hit.price : impacted(order, hit.price, size, this.volume.volume, this.terms);
    order.filled += size;
    const realised = this.position.book(intent.positionSide, order.buy, size, price);
    if (order.filled === order.size) {
      order.done = "filled";
      this.remove(order);
    }
    const report = fillReport(order, { at, size, price, maker: hit.maker }, this.terms);
    if (order.own) this.watch?.liquidated(this, order, report);
    else this.say(order, report);
    this.watch?.filled(this, realised, report.fee, hit.at);
    if (order.done === "working" && closable !== null && this.position.closable(order) === 0n) {
      this.end(order, at, "nothing left to reduce");
    }
  }

  /** Ends what may not rest: an IOC or FOK order that has had its chance. */
  private endImmediate(order: VenueOrder, at: number): void {
    const { timeInForce } = order.intent;
    if (order.done !== "working" || !isImmediate(order.intent)) return;
    const what = timeInForce === "FOK" ? "not all of it could be filled at once" : "the rest found no price";
    this.end(order, at, `${timeInForce}: ${what}`);
  }

  /** Cancels a working order. */
  end(order: VenueOrder, at: number, reason: string): void {
    order.done = "canceled";
    this.remove(order);
    if (!order.own) this.say(order, { orderId: order.intent.orderId, at, kind: "canceled", reason });
  }
}
