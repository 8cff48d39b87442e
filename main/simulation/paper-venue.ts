import { decimalsOf, formatFixed, parseFixed } from "../../shared/model/fixed.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { BarInput, TickInput } from "../../shared/model/market.ts";
import type { ExecutionReport, OrderAmendment, OrderIntent } from "../../shared/model/order.ts";
import type { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { PaperBook } from "./paper-book.ts";
import type { Random } from "./seeded-random.ts";
import { type VenueOrder, venueOrder, venueTerms } from "./venue-terms.ts";

/** What the venue knows of an order, for a desk that lost sight of it. */
export interface VenueOrderState {
  readonly status: VenueOrder["done"];
  readonly filledSize: string;
}

/** A message on its way to the venue. */
interface Message {
  dueAt: number;
  deliver(at: number, price: number): void;
}

/** The simulated venue: one fill model for paper, backtest and replay. Calls never throw for what an order says. */
export interface PaperVenue {
  submit(order: OrderIntent): void;
  cancel(orderId: string): void;
  replace(orderId: string, change: OrderAmendment): void;
  /** `at` is the engine's time, which a late tick does not turn back. */
  onTick(tick: TickInput, at: number): void;
  onBar(bar: BarInput): void;
  onTime(at: number): void;
  /** Puts a working order back after a restart; nothing is reported. `filled` is decimal text. */
  restore(order: OrderIntent, filled: string): void;
  /** Tells the venue the signed position it starts with, so that exits of it can reduce. */
  restorePosition(instrumentId: string, size: string): void;
  findOrder(orderId: string): VenueOrderState | undefined;
}

/** Finished orders remembered for {@link PaperVenue.findOrder}. */
const remembered = 10_000;
/** Forgotten together: a map that loses its oldest entry with every order walks over the gaps each time. */
const forgottenAtOnce = 1_000;

/**
 * Creates the venue. `instruments` are in the engine's order, `random` serves jitter and rejects, `emit` takes every
 * report in the order the venue makes them; without latency within the call that caused it.
 */
export function createPaperVenue(
  instruments: readonly Instrument[],
  settings: PaperVenueSettings,
  random: Random,
  emit: (report: ExecutionReport) => void,
): PaperVenue {
  const books = instruments.map((instrument) => new PaperBook(venueTerms(instrument, settings), emit));
  const bookOf = new Map(books.map((book) => [book.terms.instrument.id, book]));
  const queues = new Map(books.map((book) => [book, [] as Message[]]));
  const queueAt = books.map((book) => queues.get(book) ?? []);
  const orders = new Map<string, VenueOrder>();
  const arrivals: number[] = [];
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

  /** Whether the venue's rate limit has room for one more message at `at`. */
  const admitted = (at: number): boolean => {
    const limit = settings.rateLimit;
    if (!limit) return true;
    while ((arrivals[0] ?? Number.POSITIVE_INFINITY) <= at - limit.perMs) arrivals.shift();
    if (arrivals.length >= limit.orders) return false;
    arrivals.push(at);
    return true;
  };

  /** Messages of one instrument travel one line: jitter delays them but never lets one overtake another. */
  const send = (book: PaperBook, deliver: Message["deliver"]): void => {
    const queue = queues.get(book) ?? [];
    if (settings.latencyMs === 0 && settings.latencyJitterMs === 0) {
      deliver(clock.now, book.last);
      return;
    }
    const jitter = settings.latencyJitterMs === 0 ? 0 : random() * settings.latencyJitterMs;
    const dueAt = clock.now + settings.latencyMs + jitter;
    queue.push({ dueAt: Math.max(dueAt, queue.at(-1)?.dueAt ?? dueAt), deliver });
  };

  /** Delivers what is due by `at` without a path: the price is the last one. */
  const deliverDue = (queue: Message[], at: number, book: PaperBook): void => {
    while (queue[0] !== undefined && queue[0].dueAt <= at) {
      const message = queue.shift();
      message?.deliver(Math.floor(message.dueAt), book.last);
    }
  };

  const receive = (book: PaperBook, order: VenueOrder, at: number, price: number): void => {
    const { orderId } = order.intent;
    if (!admitted(at)) {
      order.done = "rejected";
      const limit = settings.rateLimit;
      reject(orderId, "VENUE-RATE-LIMIT", `more than ${limit?.orders} orders in ${limit?.perMs} ms`, at);
    } else if (settings.rejectRate > 0 && random() < settings.rejectRate) {
      order.done = "rejected";
      reject(orderId, "VENUE-REJECTED", "the venue refused the order", at);
    } else {
      book.arrive(order, at, price);
    }
  };

  const unsupported = (intent: OrderIntent, { terms }: PaperBook): string | null => {
    if (intent.type !== "market" && intent.type !== "limit") return `${intent.type} orders`;
    if (intent.timeInForce === "GTD" || intent.timeInForce === "DAY") return `time in force ${intent.timeInForce}`;
    if (intent.type === "limit" && intent.limitPrice === undefined) return "limit orders without a price";
    if (intent.postOnly && intent.type === "market") return "post-only market orders";
    if (decimalsOf(intent.size) > terms.sizeDigits) return `sizes finer than ${terms.instrument.sizeIncrement}`;
    if (decimalsOf(intent.limitPrice ?? "0") > terms.priceDigits)
      return `prices finer than ${terms.instrument.priceIncrement}`;
    return null;
  };

  const runBar = (
    book: PaperBook,
    queue: Message[],
    openTime: number,
    intervalMs: number,
    path: ReturnType<PaperBook["startBar"]>,
  ): void => {
    // Bars that open before the last one closed (a day of 23 hours) do not bring messages forward.
    const late = Math.max(0, clock.now - openTime);
    const stretch = { path, openTime, intervalMs };
    let from = 0;
    while (queue[0] !== undefined && queue[0].dueAt - late < openTime + intervalMs) {
      const due = queue[0].dueAt - late;
      const share = Math.max(0, (due - openTime) / intervalMs);
      if (share > from) book.tradeStretch(stretch, from, share);
      from = Math.max(from, share);
      queue.shift()?.deliver(Math.floor(due), from === 0 ? book.last : path.priceAt(from));
    }
    book.tradeStretch(stretch, from, 1);
  };

  return {
    submit(intent) {
      const { orderId } = intent;
      const book = bookOf.get(intent.instrumentId);
      if (orders.has(orderId)) return reject(orderId, "VENUE-DUPLICATE", `order ${orderId} is known already`);
      if (!book) return reject(orderId, "VENUE-UNSUPPORTED", `${intent.instrumentId} is not traded here`);
      const missing = unsupported(intent, book);
      if (missing) return reject(orderId, "VENUE-UNSUPPORTED", `the paper venue does not simulate ${missing}`);
      const order = venueOrder(intent, book.terms);
      orders.set(orderId, order);
      if (orders.size > remembered + forgottenAtOnce) forget();
      send(book, (at, price) => receive(book, order, at, price));
    },

    cancel(orderId) {
      const order = orders.get(orderId);
      const book = order && bookOf.get(order.intent.instrumentId);
      if (!book)
        return emit({ orderId, at: clock.now, kind: "cancel-rejected", reason: "the venue does not know this order" });
      const ended = order.done !== "working";
      send(book, (at) => {
        if (order.done === "working") book.end(order, at, "canceled on request");
        // Canceled while this request was on its way: it has its answer already.
        else if (ended || order.done !== "canceled")
          emit({ orderId, at, kind: "cancel-rejected", reason: `the order is ${order.done}` });
      });
    },

    replace(orderId, change) {
      const order = orders.get(orderId);
      const book = order && bookOf.get(order.intent.instrumentId);
      if (!book)
        return emit({ orderId, at: clock.now, kind: "replace-rejected", reason: "the venue does not know this order" });
      send(book, (at, price) => {
        const refuse = (reason: string): void => emit({ orderId, at, kind: "replace-rejected", reason });
        if (order.done !== "working") return refuse(`the order is ${order.done}`);
        if (!admitted(at)) return refuse("VENUE-RATE-LIMIT: too many orders and amendments");
        const size = change.size === undefined ? order.size : parseFixed(change.size, book.terms.sizeDigits);
        if (size <= order.filled)
          return refuse(`${formatFixed(order.filled, book.terms.sizeDigits)} is filled already`);
        if (change.limitPrice !== undefined && order.limit === null) return refuse("a market order has no limit price");
        book.amend(order, size, change.limitPrice, at, price);
      });
    },

    onTick(tick, at) {
      const { instrument } = tick;
      const book = books[instrument];
      const queue = queueAt[instrument];
      if (!book || !queue) return;
      if (queue.length > 0) deliverDue(queue, at, book);
      clock.now = at;
      book.quote(tick, at);
    },

    onBar(bar) {
      const { instrument, openTime, intervalMs } = bar;
      const book = books[instrument];
      const queue = queueAt[instrument];
      if (!book || !queue) return;
      if (book.quoted) {
        if (queue.length > 0) deliverDue(queue, openTime + intervalMs, book);
      } else if (book.working.length > 0 || queue.length > 0) {
        runBar(book, queue, openTime, intervalMs, book.startBar(bar));
      }
      if (!book.quoted) book.last = bar.close;
      clock.now = openTime + intervalMs;
    },

    onTime(at) {
      clock.now = at;
      for (const [book, queue] of queues) deliverDue(queue, at, book);
    },

    restore(intent, filled) {
      const book = bookOf.get(intent.instrumentId);
      if (!book || orders.has(intent.orderId)) return;
      const order = venueOrder(intent, book.terms, filled);
      order.marketable = false;
      orders.set(intent.orderId, order);
      book.add(order);
    },

    restorePosition(instrumentId, size) {
      const book = bookOf.get(instrumentId);
      if (book) book.position = parseFixed(size, book.terms.sizeDigits);
    },

    findOrder(orderId) {
      const order = orders.get(orderId);
      const book = order && bookOf.get(order.intent.instrumentId);
      return book && { status: order.done, filledSize: formatFixed(order.filled, book.terms.sizeDigits) };
    },
  };
}
