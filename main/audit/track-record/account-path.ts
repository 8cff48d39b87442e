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
  const trades = new TradeBook(() => undefined);
  const orders = new OrderBook();
  const sizes = new Map<string, bigint>();
  let balance = 0n;
  let openPnl = 0n;
  for (const event of events) {
    const { type, seq, data } = event;
    orders.take(event);
    const moment = (change: Partial<AccountMoment> = {}): AccountMoment => {
      if ([...sizes.values()].every((size) => size === 0n)) openPnl = 0n;
      const at = parseRfc3339(event.at);
      return { seq, at, balance, openPnl, traded: false, opened: false, transfer: 0n, ...change };
    };
    const book = (about: FillOrder): AccountMoment => {
      const { opens, realized } = trades.fill(event, about);
      balance += realized - feeOf(data);
      sizes.set(`${about.instrumentId} ${about.positionSide}`, unitsOf((data["position"] as JournalData)["size"]));
      return moment({ traded: true, opened: opens });
    };
    if (type === "account.funded") {
      const amount = unitsOf(data["amount"]);
      balance += amount;
      yield moment({ transfer: data["kind"] === "transfer" ? amount : 0n });
    } else if (type === "account.snapshotted" || type === "account.day_rolled") {
      openPnl = unitsOf(data["equity"]) - balance;
      yield moment();
    } else if (type === "order.filled" || type === "order.partially_filled") {
      yield book(orders.of(data));
    } else if (type === "position.reconciled" && data["kind"] === "liquidation") {
      const positionSide = typeof data["positionSide"] === "string" ? data["positionSide"] : "";
      const side = String(data["side"]);
      yield book({ instrumentId: String(data["instrumentId"]), positionSide, side, stopLoss: null, takeProfit: null });
    } else if (type === "fill.busted" || type === "fill.corrected") {
      const was = unitsOf((data["was"] as JournalData | undefined)?.["fee"]);
      const fee = type === "fill.busted" ? 0n : unitsOf(data["fee"]);
      balance += trades.correct(event, orders.of(data)) - fee + was;
      yield moment();
    }
  }
}

function feeOf(data: JournalData): bigint {
  return data["feeBooked"] === false ? 0n : unitsOf(data["fee"]);
}
