import { Fault } from "../../shared/model/fault.ts";
import { formatFixed, parseFixed } from "../../shared/model/fixed.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { BarInput, TickInput } from "../../shared/model/market.ts";
import type {
  AccountReport,
  ExecutionReport,
  OrderAmendment,
  OrderIntent,
  PositionSide,
} from "../../shared/model/order.ts";
import type { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { type BarEvents, walkBar } from "./bar-walk.ts";
import { latencyOf } from "./latency.ts";
import { MarginWatch, type VenueAccount } from "./margin-watch.ts";
import { MarketHours } from "./market-hours.ts";
import { amendedOrder } from "./order-amendment.ts";
import { amendmentRefusal, misfit, refusalOf, unsupported, venueRejections } from "./order-checks.ts";
import { PaperBook } from "./paper-book.ts";
import { RateLimit } from "./rate-limit.ts";
import type { Random } from "./seeded-random.ts";
import { VenueFunding } from "./venue-funding.ts";
import { VenueLine } from "./venue-line.ts";
import { type OrderProgress, type VenueOrder, venueOrder } from "./venue-order.ts";
import { venueTerms } from "./venue-terms.ts";

/** What the venue knows of an order, for a desk that lost sight of it. */
export interface VenueOrderState {
  readonly status: VenueOrder["done"];
  readonly filledSize: string;
}

/** A position that was there before the venue began. */
export interface HeldPosition {
  /** What it was opened at, decimal text; without it the venue takes the first price it sees. */
  readonly entryPrice?: string;
  readonly positionSide?: PositionSide;
}

/** The simulated venue: one fill model for paper, backtest and replay. Calls never throw for what an order says. */
export interface PaperVenue {
  submit(order: OrderIntent): void;
  cancel(orderId: string): void;
  replace(orderId: string, change: OrderAmendment): void;
  /**
   * Asks what became of an order: everything that was said about it is said again, in order, once the question has
   * travelled as an order does; an order that never arrived is `rejected` with VENUE-NOT-FOUND.
   */
  query(orderId: string): void;
  /** `at` is the engine's time, which a late tick does not turn back. */
  onTick(tick: TickInput, at: number): void;
  onBar(bar: BarInput): void;
  onTime(at: number): void;
  /** Puts a working order back after a restart; nothing is reported. */
  restore(order: OrderIntent, progress: OrderProgress): void;
  /** Tells the venue the signed position it starts with, so that exits of it can reduce. */
  restorePosition(instrumentId: string, size: string, held?: HeldPosition): void;
  /** Tells the venue what the account it lends to is worth without its open positions' gains, decimal text. */
  restoreCash(cash: string): void;
  findOrder(orderId: string): VenueOrderState | undefined;
}

/** The account side of a venue, for funding and liquidation. */
export interface VenueAccounting {
  readonly account?: VenueAccount;
  emit(report: AccountReport): void;
}

/** Finished orders remembered for {@link PaperVenue.findOrder} and {@link PaperVenue.query}. */
const remembered = 10_000;
/** Forgotten together: a map that loses its oldest entry with every order walks over the gaps each time. */
const forgottenAtOnce = 1_000;

interface Desk extends BarEvents {
  readonly book: PaperBook;
}

/**
 * Creates the venue. `instruments` are in the engine's order, `random` serves latency and rejects, `emit` takes every
 * report in the order the venue makes them; without latency within the call that caused it. `accounting` hears of funding
 * and liquidations. Throws a Fault where the settings ask for what needs an account and none is given.
 */
export function createPaperVenue(
  instruments: readonly Instrument[],
  settings: PaperVenueSettings,
  random: Random,
  emit: (report: ExecutionReport) => void,
  accounting: VenueAccounting | null = null,
): PaperVenue {
  checkAccounting(instruments, settings, accounting);
  const books: PaperBook[] = [];
  const account = settings.liquidation ? accounting?.account : undefined;
  const margin = account && accounting ? new MarginWatch(account, books, (report) => accounting.emit(report)) : null;
  const desks = instruments.map((instrument): Desk => {
    const terms = venueTerms(instrument, settings);
    const book = new PaperBook(terms, new MarketHours(instrument, settings), emit, margin);
    const funding = new VenueFunding(terms, settings);
    books.push(book);
    const pay = (price: number): void => {
      for (const report of funding.pay(book.position, price)) {
        accounting?.emit(report);
        if (report.kind === "funding") margin?.credit(report.amount);
      }
    };
    book.reach.expect(Number.POSITIVE_INFINITY, funding.nextAt);
    return { book, funding, line: new VenueLine(), pay };
  });
  const deskOf = new Map(desks.map((desk) => [desk.book.terms.instrument.id, desk]));
  const orders = new Map<string, VenueOrder>();
  const travel = latencyOf(settings, random);
  const limit = settings.rateLimit ? new RateLimit(settings.rateLimit) : null;
  /** A field, because a captured variable would put each new time on the heap. */
  const clock = { now: 0 };

  const forget = (): void => {
    for (const [orderId, order] of orders) {
      if (orders.size <= remembered) return;
      if (order.done !== "working") orders.delete(orderId);
      else return;
    }
  };

  const reject = (orderId: string, code: string, reason: string, at = clock.now): void =>
    emit({ orderId, at, kind: "rejected", code, reason });

  const send = (desk: Desk, deliver: (at: number, price: number) => void): void => {
    if (travel === null) {
      deliver(clock.now, desk.book.last);
      return;
    }
    desk.line.send(clock.now + travel(), deliver);
    expectNext(desk);
  };

  /** Lets time pass for one instrument without a path: the price is the last one. */
  const passTime = (desk: Desk, at: number): void => {
    const { line, book, funding, pay } = desk;
    funding.begin(at);
    for (;;) {
      const { expiry } = book.reach;
      const next = Math.min(line.nextAt, funding.nextAt, expiry);
      if (next > at || next === Number.POSITIVE_INFINITY) break;
      if (next === funding.nextAt) pay(book.last);
      else if (next === expiry) book.expire(next);
      else line.deliver(next, book.last);
    }
    expectNext(desk);
  };

  const walk = (desk: Desk, bar: BarInput): void => {
    desk.funding.begin(bar.openTime);
    walkBar(desk, bar);
    expectNext(desk);
  };

  const receive = (book: PaperBook, order: VenueOrder, at: number, price: number): void => {
    const full = limit?.admit(at);
    if (limit && full) {
      book.reject(order, at, "VENUE-RATE-LIMIT", limit.reason(full));
    } else if (settings.rejectRate > 0 && random() < settings.rejectRate) {
      const { rejectReasons: reasons } = settings;
      const drawn = reasons?.[Math.floor(random() * reasons.length)];
      const { code, reason } =
        drawn === undefined
          ? { code: "VENUE-REJECTED", reason: "the venue refused the order" }
          : venueRejections[drawn];
      book.reject(order, at, code, reason);
    } else {
      const refusal = refusalOf(order, book, settings, at, price);
      if (refusal) book.reject(order, at, refusal.code, refusal.reason);
      else book.arrive(order, at, price);
    }
  };

  const deskFor = (orderId: string): { order: VenueOrder; desk: Desk } | undefined => {
    const order = orders.get(orderId);
    const desk = order && deskOf.get(order.intent.instrumentId);
    return order && desk && { order, desk };
  };

  return {
    submit(intent) {
      const { orderId } = intent;
      const desk = deskOf.get(intent.instrumentId);
      if (orders.has(orderId)) return reject(orderId, "VENUE-DUPLICATE", `order ${orderId} is known already`);
      if (!desk) return reject(orderId, "VENUE-UNSUPPORTED", `${intent.instrumentId} is not traded here`);
      const missing = unsupported(intent, desk.book);
      if (missing) return reject(orderId, "VENUE-UNSUPPORTED", `the paper venue does not simulate ${missing}`);
      const order = venueOrder(intent, desk.book.terms, clock.now);
      orders.set(orderId, order);
      if (orders.size > remembered + forgottenAtOnce) forget();
      if (travel === null) receive(desk.book, order, clock.now, desk.book.last);
      else send(desk, (at, price) => receive(desk.book, order, at, price));
    },

    cancel(orderId) {
      const found = deskFor(orderId);
      if (!found)
        return emit({ orderId, at: clock.now, kind: "cancel-rejected", reason: "the venue does not know this order" });
      const { order, desk } = found;
      const ended = order.done !== "working";
      send(desk, (at) => {
        if (order.done === "working") desk.book.end(order, at, "canceled on request");
        // Canceled while this request was on its way: it has its answer already.
        else if (ended || order.done !== "canceled")
          emit({ orderId, at, kind: "cancel-rejected", reason: `the order is ${order.done}` });
      });
    },

    replace(orderId, change) {
      const found = deskFor(orderId);
      if (!found)
        return emit({ orderId, at: clock.now, kind: "replace-rejected", reason: "the venue does not know this order" });
      const { order, desk } = found;
      const { book } = desk;
      send(desk, (at, price) => {
        const refuse = (reason: string): void => emit({ orderId, at, kind: "replace-rejected", reason });
        if (order.done !== "working") return refuse(`the order is ${order.done}`);
        const full = limit?.admit(at);
        if (limit && full) return refuse(`VENUE-RATE-LIMIT: ${limit.reason(full)}`);
        const size = change.size === undefined ? order.size : parseFixed(change.size, book.terms.sizeDigits);
        if (size <= order.filled)
          return refuse(`${formatFixed(order.filled, book.terms.sizeDigits)} is filled already`);
        const wrong = misfit(order, change);
        if (wrong !== null) return refuse(wrong);
        const amended = amendedOrder(order, size, change, book.terms);
        const refusal = amendmentRefusal(order, amended, book, settings, price);
        if (refusal) return refuse(`${refusal.code}: ${refusal.reason}`);
        book.amend(order, amended, at, price);
      });
    },

    query(orderId) {
      const found = deskFor(orderId);
      if (!found) return reject(orderId, "VENUE-NOT-FOUND", "the venue never got this order");
      const { order, desk } = found;
      send(desk, () => {
        for (const report of order.said.slice()) emit(report);
      });
    },

    onTick(tick, at) {
      const desk = desks[tick.instrument];
      if (!desk) return;
      const { book } = desk;
      if (!(at < book.reach.dueAt)) passTime(desk, at);
      clock.now = at;
      book.quote(tick, at);
      if (margin?.shared) margin.update();
    },

    onBar(bar) {
      const desk = desks[bar.instrument];
      if (!desk) return;
      const { book } = desk;
      const { reach } = book;
      const closeTime = bar.openTime + bar.intervalMs;
      if (book.quoted) {
        passTime(desk, closeTime);
        // It may come after the first tick that follows it.
        clock.now = Math.max(clock.now, closeTime);
        return;
      }
      if (bar.low < reach.below || bar.high > reach.above || !(closeTime <= reach.barsUntil)) walk(desk, bar);
      book.barred = true;
      book.closedAt = closeTime;
      book.last = bar.close;
      clock.now = closeTime;
      if (margin?.shared) margin.update();
    },

    onTime(at) {
      clock.now = at;
      for (const desk of desks) passTime(desk, at);
    },

    restore(intent, progress) {
      const book = deskOf.get(intent.instrumentId)?.book;
      if (!book || orders.has(intent.orderId)) return;
      const order = venueOrder(intent, book.terms, clock.now, progress);
      const { orderId } = intent;
      const { sentAt: at } = progress;
      // It rests once it has met an open market; what a closed one has kept from it, it may still take.
      const met = intent.postOnly || book.hours.opensWithin(at, Math.max(at, progress.seenUntil ?? clock.now));
      order.marketable = met ? false : null;
      order.said.push({ orderId, at, kind: "accepted", venueOrderId: `P-${orderId}` });
      if (progress.triggered) order.said.push({ orderId, at, kind: "triggered" });
      orders.set(orderId, order);
      book.add(order);
    },

    restorePosition(instrumentId, size, held = {}) {
      const book = deskOf.get(instrumentId)?.book;
      if (!book) return;
      const leg = book.position.of(held.positionSide);
      leg.size = parseFixed(size, book.terms.sizeDigits);
      leg.cost = held.entryPrice === undefined ? 0n : entryCost(leg.size, held.entryPrice, book.terms.priceDigits);
      margin?.update();
    },

    restoreCash: (cash) => margin?.restoreCash(cash),

    findOrder(orderId) {
      const found = deskFor(orderId);
      if (!found) return undefined;
      const { order, desk } = found;
      return { status: order.done, filledSize: formatFixed(order.filled, desk.book.terms.sizeDigits) };
    },
  };
}

/** Brings up to date when something is due at an instrument besides what its price does. */
function expectNext({ book, line, funding }: Desk): void {
  book.reach.expect(line.nextAt, funding.nextAt);
}

/** Throws a Fault where the settings move money and nobody keeps the account: what is not booked is not simulated. */
function checkAccounting(
  instruments: readonly Instrument[],
  { liquidation, fundingRate, fundingSchedule }: PaperVenueSettings,
  accounting: VenueAccounting | null,
): void {
  const perpetual = instruments.some(({ assetClass }) => assetClass === "crypto-perp");
  const funds = perpetual && (fundingRate !== undefined || fundingSchedule !== undefined);
  if (!(funds && accounting === null) && !(liquidation && accounting?.account === undefined)) return;
  throw new Fault(
    "VENUE-ACCOUNT",
    "validation",
    `${liquidation ? "liquidation" : "funding"} needs an account that the venue knows, and this run gives none`,
    "Leave the setting off here.",
  );
}

/** What a position of `size` units cost at a decimal price, which an average may hold finer than the instrument does. */
function entryCost(size: bigint, price: string, priceDigits: number): bigint {
  const digits = Math.max(priceDigits, (price.split(".")[1] ?? "").length);
  const cost = (parseFixed(price, digits) * size) / 10n ** BigInt(digits - priceDigits);
  return cost < 0n ? -cost : cost;
}
