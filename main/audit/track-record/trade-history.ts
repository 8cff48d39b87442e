import { AccountTerms } from "../../../shared/model/account-terms.ts";
import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import { tradingDays } from "../../../shared/model/trading-days.ts";
import { DayBook } from "./day-book.ts";
import { DeclaredRates } from "./declared-rates.ts";
import { breachSight, FirmBook } from "./firm-book.ts";
import { toldRate } from "./money-sum.ts";
import { unitsOf } from "./open-trade.ts";
import { OrderBook } from "./order-book.ts";
import type { Booked } from "./position-book.ts";
import type { TradeHistory } from "./trade.ts";
import { aboutPosition, TradeBook } from "./trade-book.ts";

/** The types of events that a history is read from, as a pattern; others say nothing of trading. */
export const tradingTypes = "(?:order|fill|account|position)\\.[a-z_]+|preset\\.applied|risk\\.breached";
export const ofTrading = new RegExp(`^(?:${tradingTypes})$`);

/**
 * Reads trades, orders and days from the events of a journal, from its first on. Throws a RangeError for an event whose
 * numbers are none, and a ZodError for account terms that are none.
 */
export function readTradeHistory(events: Iterable<JournalEvent>): TradeHistory {
  const reader = new TradeHistoryReader();
  for (const event of events) if (ofTrading.test(event.type)) reader.take(event);
  return reader.history;
}

const ofFirm = /^(?:preset|risk)\./;

/** The same for who is shown one event after the other, those of {@link ofTrading} only. */
export class TradeHistoryReader {
  readonly #trades = new TradeBook();
  readonly #orders = new OrderBook();
  readonly #firm = new FirmBook();
  #terms = AccountTerms.parse({});
  #rates = new DeclaredRates("", []);
  readonly #days = new DayBook(tradingDays(this.#terms));
  #account = { accountId: "", currency: "", funded: "0" };
  #lastAt = "";

  get history(): TradeHistory {
    const { dayZone, dayStartsAt } = this.#terms;
    const { trades } = this.#trades;
    const read = {
      trades,
      orders: this.#orders.orders,
      days: this.#days.days(trades, this.#rates),
      lastAt: this.#lastAt,
    };
    return { ...this.#account, dayZone, dayStartsAt, ...read };
  }

  take(event: JournalEvent): void {
    const { type, data, seq, at } = event;
    if (!ofFirm.test(type)) this.#lastAt = at;
    this.#orders.take(event);
    switch (type) {
      case "account.funded":
        if (data["kind"] === undefined) this.#open(data);
        else this.#takeMoney(event);
        break;
      case "account.day_rolled":
        this.#days.roll(Number(data["day"]), String(data["equity"]), seq, at);
        break;
      case "account.snapshotted":
        this.#see(event);
        break;
      case "preset.applied":
        this.#firm.apply(data);
        break;
      case "risk.breached":
        this.#breach(event);
        break;
      case "order.filled":
      case "order.partially_filled":
        this.#fill(event);
        break;
      case "fill.busted":
      case "fill.corrected":
        this.#book(event, this.#trades.correct(event, this.#orders.of(data)));
        break;
      case "position.reconciled":
        this.#reconcile(event);
        break;
      default:
        break;
    }
  }

  #open(data: JournalData): void {
    const { accountId, currency, amount, terms } = data;
    this.#account = { accountId: String(accountId), currency: String(currency), funded: String(amount) };
    this.#terms = AccountTerms.parse(terms ?? {});
    this.#rates = new DeclaredRates(this.#account.currency, this.#terms.conversions);
    this.#trades.rates = this.#rates;
    this.#trades.fifo = this.#terms.costBasis === "fifo";
    this.#days.calendar = tradingDays(this.#terms);
    this.#days.fund(unitsOf(amount));
  }

  #takeMoney(event: JournalEvent): void {
    const { seq, at, data } = event;
    const amount = unitsOf(data["amount"]);
    const currency = this.#rates.nameOf(String(data["currency"]));
    const rate = toldRate(data, currency);
    if (data["kind"] === "funding") {
      this.#trades.fund(event, currency, amount, rate);
      this.#days.book(seq, at, currency, { funding: amount }, rate);
    } else if (data["kind"] === "transfer") {
      this.#days.book(seq, at, currency, { transfers: amount }, rate);
    } else {
      this.#days.book(seq, at, currency, { pnl: amount }, rate);
    }
  }

  #see({ data, seq, at }: JournalEvent): void {
    const sight = data["firm"] === undefined ? null : this.#firm.mark(data);
    const equity = String(data["equity"]);
    if (sight === null) this.#days.see(equity, seq, at);
    else this.#days.mark(equity, sight, seq, at);
  }

  #breach({ data, seq, at }: JournalEvent): void {
    const told = breachSight(data);
    if (told === null) return;
    const { rule, effect } = told.breach;
    this.#days.breach({ rule, effect, seq }, told.sight, at);
  }

  #fill(event: JournalEvent): void {
    const { data, at } = event;
    const booked = this.#trades.fill(event, this.#orders.of(data));
    this.#orders.filled(data, at, booked.opens);
    this.#book(event, booked);
  }

  #reconcile(event: JournalEvent): void {
    const { data } = event;
    if (data["kind"] === "liquidation") this.#book(event, this.#trades.fill(event, aboutPosition(data)));
    else if (data["kind"] === "split") for (const booked of this.#trades.split(event)) this.#book(event, booked);
  }

  #book({ seq, at }: JournalEvent, { realized, currency, fee, feeCurrency, rates }: Booked): void {
    this.#days.book(seq, at, currency, { pnl: realized }, rates.rate);
    if (fee !== 0n) this.#days.book(seq, at, feeCurrency, { fees: fee }, rates.feeRate);
  }
}
