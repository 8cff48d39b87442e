import { decimalsOf, formatFixed, MONEY_DIGITS, parseFixed, tenTo } from "../../shared/model/fixed.ts";
import { type LiquidationLevel, liquidationLevel, liquidationSteps } from "../../shared/model/liquidation.ts";
import type { AccountReport, ExecutionReport } from "../../shared/model/order.ts";
import type { BookWatch, PaperBook } from "./paper-book.ts";
import { type VenueOrder, venueOrder } from "./venue-order.ts";
import type { PositionLeg } from "./venue-position.ts";

/** The account that the venue lends to: its cash at the start, and how far positions may exceed it. */
export interface VenueAccount {
  readonly cash: string;
  readonly leverage: string;
  readonly marginMode: "cross" | "isolated";
}

/**
 * Keeps every open position's liquidation level as an order of the venue's own in the book: while the price stays away from
 * it, it costs nothing. Levels are doubles, as they only say when; what is paid is exact.
 */
export class MarginWatch implements BookWatch {
  readonly #account: VenueAccount;
  readonly #emit: (report: AccountReport) => void;
  readonly #books: readonly PaperBook[];
  readonly #orders = new Map<PositionLeg, VenueOrder>();
  #cash: bigint;

  constructor(account: VenueAccount, books: readonly PaperBook[], emit: (report: AccountReport) => void) {
    this.#account = account;
    this.#books = books;
    this.#emit = emit;
    this.#cash = parseFixed(account.cash, MONEY_DIGITS);
  }

  refusal(order: VenueOrder, price: number): string | null {
    const at = order.limit === null ? price : order.limitPrice;
    const book = this.#books.find(({ terms }) => terms.instrument.id === order.intent.instrumentId);
    if (book === undefined || !(at > 0) || book.position.closable(order) !== null) return null;
    const leg = book.position.of(order.intent.positionSide);
    const held = this.#sizeOf(book, leg);
    const wanted = Number(order.size - order.filled) / book.terms.sizeScale;
    const opens = order.buy ? wanted + Math.min(held, 0) : wanted - Math.max(held, 0);
    const needed = Math.max(0, opens) * at * this.#initialRate(book) * Number(book.terms.instrument.multiplier);
    const locked = this.#sum((each, other) => this.#entryValue(each, other) * this.#initialRate(each));
    // What turns a position over closes it first, which sets its margin free.
    const freed = held > 0 === order.buy ? 0 : this.#entryValue(book, leg) * this.#initialRate(book);
    const free = this.#equity() - locked + freed;
    if (needed === 0 || needed <= free) return null;
    const currency = book.terms.instrument.quoteCurrency;
    return `it needs ${needed.toFixed(2)} ${currency} of margin and ${Math.max(0, free).toFixed(2)} is free`;
  }

  filled(book: PaperBook, realised: bigint, fee: string, price: number): void {
    const { priceDigits, sizeDigits, instrument } = book.terms;
    const digits = decimalsOf(instrument.multiplier);
    const factor = parseFixed(instrument.multiplier, digits) * tenTo(MONEY_DIGITS - priceDigits - sizeDigits - digits);
    this.#cash += realised * factor - parseFixed(fee, MONEY_DIGITS);
    if (Number.isNaN(book.last)) book.last = price;
    this.update();
  }

  restoreCash(cash: string): void {
    this.#cash = parseFixed(cash, MONEY_DIGITS);
    this.update();
  }

  /** Cash that came or went without a trade, as funding does. */
  credit(amount: string): void {
    this.#cash += parseFixed(amount, MONEY_DIGITS);
    this.update();
  }

  liquidated(book: PaperBook, order: VenueOrder, fill: Extract<ExecutionReport, { kind: "fill" }>): void {
    const { instrumentId, side, positionSide } = order.intent;
    const { at, size, price, fee, feeCurrency } = fill;
    const shares = this.#account.marginMode === "cross";
    // The long and the short of an instrument are liquidated together: one level is the level of both.
    if (shares) for (const leg of book.position.legs) book.releaseOwn(this.#orders.get(leg));
    this.#emit({
      // Every book counts its own orders from zero, and so does the next start: a report that repeats an id is none.
      reportId: `${order.intent.orderId}-${instrumentId}-${at}`,
      at,
      kind: "liquidation",
      instrumentId,
      side,
      size,
      price,
      fee,
      feeCurrency,
      ...(positionSide === undefined ? {} : { positionSide }),
      reason: "the margin is used up: the price reached the maintenance level",
    });
    for (const each of shares ? this.#books : [book]) {
      for (const working of [...each.working]) {
        if (!working.own) each.end(working, at, "canceled by the liquidation of a position");
      }
    }
  }

  /** Works the levels out anew: where positions share their margin, another's price moves them. */
  update(): void {
    for (const book of this.#books) for (const leg of book.position.legs) this.#place(book, leg);
  }

  /** Several positions share the margin, so that every price counts for all. */
  get shared(): boolean {
    return this.#account.marginMode === "cross" && this.#orders.size > 1;
  }

  #place(book: PaperBook, leg: PositionLeg): void {
    const before = this.#orders.get(leg);
    const size = leg.size < 0n ? -leg.size : leg.size;
    // What is being liquidated goes whole, whatever the level has become meanwhile.
    if (before?.done === "working" && before.trigger === null && size > 0n) return;
    const { terms } = book;
    const level = size === 0n ? null : this.#level(book, leg);
    const steps = liquidationSteps(level, terms.priceScale, terms.priceStepUnits);
    const units = steps === null ? null : steps * terms.priceStep;
    const type = level?.rises === leg.size < 0n ? "stop" : "market-if-touched";
    const stands = before?.done === "working" && before.size === size && before.intent.type === type;
    if (stands && before.trigger?.units === units) return;
    if (before !== undefined) {
      if (before.done === "working") book.end(before, 0, "");
      this.#orders.delete(leg);
    }
    if (units === null) return;
    const order = venueOrder(
      {
        orderId: `liquidation-${book.nextOwn++}`,
        instrumentId: terms.instrument.id,
        side: leg.size > 0n ? "sell" : "buy",
        type,
        size: formatFixed(size, terms.sizeDigits),
        triggerPrice: formatFixed(units, terms.priceDigits),
        timeInForce: "GTC",
        postOnly: false,
        reduceOnly: true,
        ...(leg.side === undefined ? {} : { positionSide: leg.side }),
        reason: "maintenance margin",
      },
      terms,
      0,
    );
    const own = { ...order, own: true };
    this.#orders.set(leg, own);
    book.add(own);
  }

  /** Where a leg is closed: by its own margin, or by what the account has for all that is open of the instrument. */
  #level(book: PaperBook, leg: PositionLeg): LiquidationLevel | null {
    const { multiplier, maintenanceMarginRate } = book.terms.instrument;
    const isolated = this.#account.marginMode === "isolated";
    const legs = isolated ? [leg] : book.position.legs.filter(({ size }) => size !== 0n);
    const margin = isolated
      ? this.#entryValue(book, leg) * this.#initialRate(book)
      : Number(formatFixed(this.#cash, MONEY_DIGITS)) +
        this.#sum((each, other) => (each === book ? 0 : this.#unrealised(each, other) - this.#locked(each, other)));
    return liquidationLevel({
      legs: legs.map((each) => ({
        size: this.#sizeOf(book, each) * Number(multiplier),
        entryValue: this.#entryValue(book, each),
      })),
      margin,
      maintenanceRate: Number(maintenanceMarginRate ?? "0"),
    });
  }

  #equity(): number {
    return Number(formatFixed(this.#cash, MONEY_DIGITS)) + this.#sum((book, leg) => this.#unrealised(book, leg));
  }

  #sum(of: (book: PaperBook, leg: PositionLeg) => number): number {
    let sum = 0;
    for (const book of this.#books) for (const leg of book.position.legs) if (leg.size !== 0n) sum += of(book, leg);
    return sum;
  }

  #sizeOf({ terms }: PaperBook, { size }: PositionLeg): number {
    return Number(size) / terms.sizeScale;
  }

  #entryValue({ terms }: PaperBook, { cost }: PositionLeg): number {
    return (Number(cost) / terms.sizeScale / terms.priceScale) * Number(terms.instrument.multiplier);
  }

  #unrealised(book: PaperBook, leg: PositionLeg): number {
    const value = this.#sizeOf(book, leg) * book.last * Number(book.terms.instrument.multiplier);
    const cost = this.#entryValue(book, leg);
    return Number.isNaN(value) ? 0 : leg.size > 0n ? value - cost : value + cost;
  }

  /** What another position needs to stay open itself. */
  #locked(book: PaperBook, leg: PositionLeg): number {
    const value = Math.abs(this.#sizeOf(book, leg)) * book.last * Number(book.terms.instrument.multiplier);
    return Number.isNaN(value) ? 0 : value * Number(book.terms.instrument.maintenanceMarginRate ?? "0");
  }

  #initialRate({ terms }: PaperBook): number {
    return Number(terms.instrument.initialMarginRate ?? "0") || 1 / Number(this.#account.leverage);
  }
}
