import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import { parseRfc3339, type UtcMs } from "../../../shared/model/time.ts";
import { unitsOf } from "./open-trade.ts";
import { OrderBook } from "./order-book.ts";
import { type FillOrder, TradeBook } from "./trade-book.ts";

/** The account at one event. Money is in units of `10^-MONEY_DIGITS`. */
export interface AccountMoment {
  readonly seq: number;
  readonly at: UtcMs;
  /** What was closed, paid and brought: cash without the gains of what is open. */
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
  readonly #trades = new TradeBook();
  readonly #orders = new OrderBook();
  readonly #sizes = new Map<string, bigint>();
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
    if (type === "account.funded") {
      const amount = unitsOf(data["amount"]);
      this.#balance += amount;
      return this.#moment(event, { transfer: data["kind"] === "transfer" ? amount : 0n });
    }
    if (type === "account.snapshotted" || type === "account.day_rolled") {
      this.#openPnl = unitsOf(data["equity"]) - this.#balance;
      return this.#moment(event);
    }
    if (type === "order.filled" || type === "order.partially_filled") return this.#book(event, this.#orders.of(data));
    if (type === "position.reconciled" && data["kind"] === "liquidation") {
      const positionSide = typeof data["positionSide"] === "string" ? data["positionSide"] : "";
      const side = String(data["side"]);
      const instrumentId = String(data["instrumentId"]);
      return this.#book(event, { instrumentId, positionSide, side, stopLoss: null, takeProfit: null });
    }
    if (type !== "fill.busted" && type !== "fill.corrected") return null;
    const was = unitsOf((data["was"] as JournalData | undefined)?.["fee"]);
    const fee = type === "fill.busted" ? 0n : unitsOf(data["fee"]);
    this.#balance += this.#trades.correct(event, this.#orders.of(data)) - fee + was;
    return this.#moment(event);
  }

  #book(event: JournalEvent, about: FillOrder): AccountMoment {
    const { data } = event;
    const { opens, realized } = this.#trades.fill(event, about);
    this.#balance += realized - feeOf(data);
    this.#sizes.set(`${about.instrumentId} ${about.positionSide}`, unitsOf((data["position"] as JournalData)["size"]));
    return this.#moment(event, { traded: true, opened: opens });
  }

  #moment({ seq, at }: JournalEvent, change: Partial<AccountMoment> = {}): AccountMoment {
    if ([...this.#sizes.values()].every((size) => size === 0n)) this.#openPnl = 0n;
    const seen = { balance: this.#balance, openPnl: this.#openPnl, traded: false, opened: false, transfer: 0n };
    return { seq, at: parseRfc3339(at), ...seen, ...change };
  }
}

function feeOf(data: JournalData): bigint {
  return data["feeBooked"] === false ? 0n : unitsOf(data["fee"]);
}
