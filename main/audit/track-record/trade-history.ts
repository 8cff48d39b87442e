import { AccountTerms } from "../../../shared/model/account-terms.ts";
import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import { tradingDays } from "../../../shared/model/trading-days.ts";
import { DayBook } from "./day-book.ts";
import { breachSight, FirmBook } from "./firm-book.ts";
import { unitsOf } from "./open-trade.ts";
import { OrderBook } from "./order-book.ts";
import type { TradeHistory } from "./trade.ts";
import { TradeBook } from "./trade-book.ts";

/** Events that a history is read from; others say nothing of trading. */
export const ofTrading = /^(?:(?:order|fill|account|position)\.|preset\.applied$|risk\.breached$)/;

/**
 * Reads trades, orders and days from the events of a journal, from its first on. Throws a RangeError for an event whose
 * numbers are none, and a ZodError for account terms that are none.
 */
export function readTradeHistory(events: Iterable<JournalEvent>): TradeHistory {
  const reader = new HistoryReader();
  for (const event of events) if (ofTrading.test(event.type)) reader.take(event);
  return reader.history;
}

const ofFirm = /^(?:preset|risk)\./;

class HistoryReader {
  readonly #trades = new TradeBook();
  readonly #orders = new OrderBook();
  readonly #firm = new FirmBook();
  #terms = AccountTerms.parse({});
  readonly #days = new DayBook(tradingDays(this.#terms));
  #account = { accountId: "", currency: "", funded: "0" };
  #lastAt = "";

  get history(): TradeHistory {
    const { dayZone, dayStartsAt } = this.#terms;
    const { trades } = this.#trades;
    const read = { trades, orders: this.#orders.orders, days: this.#days.days(trades), lastAt: this.#lastAt };
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
        this.#correct(event);
        break;
      case "position.reconciled":
        this.#reconcile(event);
        break;
    }
  }

  #open(data: JournalData): void {
    const { accountId, currency, amount, terms } = data;
    this.#account = { accountId: String(accountId), currency: String(currency), funded: String(amount) };
    this.#terms = AccountTerms.parse(terms ?? {});
    this.#days.calendar = tradingDays(this.#terms);
    this.#days.fund(unitsOf(amount));
  }

  #takeMoney({ seq, at, data }: JournalEvent): void {
    const amount = unitsOf(data["amount"]);
    if (data["kind"] === "funding") {
      this.#trades.fund(aboutOf(data, ""), amount);
      this.#days.book(seq, at, { funding: amount });
    } else if (data["kind"] === "transfer") {
      this.#days.book(seq, at, { transfers: amount });
    } else {
      this.#days.book(seq, at, { pnl: amount });
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
    const { data, seq, at } = event;
    const { opens, realized } = this.#trades.fill(event, this.#orders.of(data));
    this.#orders.filled(data, at, opens);
    this.#days.book(seq, at, { pnl: realized, fees: feeOf(data) });
  }

  #correct(event: JournalEvent): void {
    const { type, data, seq, at } = event;
    const was = unitsOf((data["was"] as JournalData | undefined)?.["fee"]);
    const is = type === "fill.busted" ? 0n : unitsOf(data["fee"]);
    this.#days.book(seq, at, { pnl: this.#trades.correct(event, this.#orders.of(data)), fees: is - was });
  }

  #reconcile(event: JournalEvent): void {
    const { data, seq, at } = event;
    if (data["kind"] === "liquidation") {
      const { realized } = this.#trades.fill(event, aboutOf(data, String(data["side"])));
      this.#days.book(seq, at, { pnl: realized, fees: feeOf(data) });
    } else if (data["kind"] === "split") {
      const positions = (data["positions"] ?? []) as unknown as readonly { size: string }[];
      this.#trades.split(
        String(data["instrumentId"]),
        positions.map(({ size }) => size),
      );
    }
  }
}

function aboutOf(data: JournalData, side: string) {
  const positionSide = typeof data["positionSide"] === "string" ? data["positionSide"] : "";
  return { instrumentId: String(data["instrumentId"]), positionSide, side, stopLoss: null, takeProfit: null };
}

/** A fee in a currency of its own is not in the account's money. */
function feeOf(data: JournalData): bigint {
  return data["feeBooked"] === false ? 0n : unitsOf(data["fee"]);
}
