import { AccountTerms } from "../../../shared/model/account-terms.ts";
import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { parseRfc3339, type UtcMs } from "../../../shared/model/time.ts";
import { DeclaredRates } from "./declared-rates.ts";
import { MoneySum, toldRate } from "./money-sum.ts";
import { unitsOf } from "./open-trade.ts";
import { OrderBook } from "./order-book.ts";
import { type Booked, type FillOrder, PositionBook } from "./position-book.ts";
import { aboutPosition } from "./trade-book.ts";

/** The account at one event. Money is in units of `10^-MONEY_DIGITS`. */
export interface AccountMoment {
  readonly seq: number;
  readonly at: UtcMs;
  /**
   * What was closed, paid and brought: cash without the gains of what is open, in the account's currency. What the record
   * declares no rate for is not in it.
   */
  readonly balance: bigint;
  /** Gains of what is open, as the journal told them last; zero while nothing is. */
  readonly openPnl: bigint;
  /** A fill, and whether it opened or added. */
  readonly traded: boolean;
  readonly opened: boolean;
  /** Money that was brought, or with a minus taken. */
  readonly transfer: bigint;
}

/**
 * The way of an account through its journal, one moment per event that changes what it holds. Between two of them equity
 * was what the market made it: the journal holds it once a minute while something is open, and at the turn of each day.
 */
export function* accountPath(events: Iterable<JournalEvent>): Generator<AccountMoment> {
  const path = new AccountPath();
  for (const event of events) {
    const moment = path.take(event);
    if (moment !== null) yield moment;
  }
}

/** The same, one event after the other. */
export class AccountPath {
  readonly #positions = new PositionBook(new DeclaredRates("", []));
  readonly #orders = new OrderBook();
  #balance = 0n;
  #openPnl = 0n;

  /** What was closed, paid and brought so far. */
  get balance(): bigint {
    return this.#balance;
  }

  /** Takes an event in; `null` for one that changes nothing the account holds. */
  take(event: JournalEvent): AccountMoment | null {
    const { type, data } = event;
    this.#orders.take(event);
    switch (type) {
      case "account.funded":
        return this.#fund(event);
      case "account.snapshotted":
      case "account.day_rolled":
        this.#openPnl = unitsOf(data["equity"]) - this.#balance;
        return this.#moment(event);
      case "order.filled":
      case "order.partially_filled":
        return this.#fill(event, this.#orders.of(data));
      case "position.reconciled":
        if (data["kind"] === "liquidation") return this.#fill(event, aboutPosition(data));
        return data["kind"] === "split" ? this.#split(event) : null;
      case "fill.busted":
      case "fill.corrected":
        this.#book(this.#positions.correct(event, this.#orders.of(data)));
        return this.#moment(event);
      default:
        return null;
    }
  }

  #fund(event: JournalEvent): AccountMoment {
    const { kind, currency, terms, amount } = event.data;
    if (kind === undefined) {
      this.#positions.rates = new DeclaredRates(String(currency), AccountTerms.parse(terms ?? {}).conversions);
    }
    const worth = this.#worth(String(currency), unitsOf(amount), toldRate(event.data, String(currency)));
    this.#balance += worth;
    return this.#moment(event, { transfer: kind === "transfer" ? worth : 0n });
  }

  #fill(event: JournalEvent, about: FillOrder): AccountMoment {
    const booked = this.#positions.fill(event, about);
    this.#book(booked);
    return this.#moment(event, { traded: true, opened: booked.opens });
  }

  #split(event: JournalEvent): AccountMoment | null {
    const booked = this.#positions.split(event.data);
    for (const each of booked) this.#book(each);
    return booked.some(({ realized }) => realized !== 0n) ? this.#moment(event) : null;
  }

  #book({ realized, currency, fee, feeCurrency, rates }: Booked): void {
    this.#balance += this.#worth(currency, realized, rates.rate) - this.#worth(feeCurrency, fee, rates.feeRate);
  }

  #worth(currency: string, amount: bigint, rate: bigint | null): bigint {
    const { rates } = this.#positions;
    const sum = new MoneySum();
    sum.add(amount, rate);
    return rates.sumInOwn(rates.nameOf(currency), sum) ?? 0n;
  }

  #moment({ seq, at }: JournalEvent, change: Partial<AccountMoment> = {}): AccountMoment {
    if (this.#positions.flat) this.#openPnl = 0n;
    const seen = { balance: this.#balance, openPnl: this.#openPnl, traded: false, opened: false, transfer: 0n };
    return { seq, at: parseRfc3339(at), ...seen, ...change };
  }
}
