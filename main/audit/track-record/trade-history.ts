import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import { DayBook } from "./day-book.ts";
import { unitsOf } from "./open-trade.ts";
import { OrderBook } from "./order-book.ts";
import type { TradeHistory } from "./trade.ts";
import { TradeBook } from "./trade-book.ts";

/**
 * Reads trades, orders and days from the events of a journal, from its first on. Throws a RangeError for an event whose
 * numbers are none.
 */
export function readTradeHistory(events: Iterable<JournalEvent>): TradeHistory {
  const days = new DayBook();
  const trades = new TradeBook((trade) => days.close(trade));
  const orders = new OrderBook();
  const account = { accountId: "", currency: "", funded: "0" };
  let lastAt = "";
  for (const event of events) {
    const { type, seq, at, data } = event;
    if (ofTrading.test(type)) lastAt = at;
    orders.take(event);
    if (type === "account.funded") {
      if (data["kind"] === undefined) {
        account.accountId = String(data["accountId"]);
        account.currency = String(data["currency"]);
        account.funded = String(data["amount"]);
        days.fund(unitsOf(data["amount"]));
      } else {
        takeMoney(event, trades, days);
      }
    } else if (type === "account.day_rolled") {
      days.roll(Number(data["day"]), String(data["equity"]), seq);
    } else if (type === "account.snapshotted") {
      days.see(String(data["equity"]), seq, at);
    } else if (type === "order.filled" || type === "order.partially_filled") {
      const { opens, realized } = trades.fill(event, orders.of(data));
      orders.filled(data, at, opens);
      days.book(seq, at, { pnl: realized, fees: feeOf(data) });
    } else if (type === "fill.busted" || type === "fill.corrected") {
      const was = unitsOf((data["was"] as JournalData | undefined)?.["fee"]);
      const is = type === "fill.busted" ? 0n : unitsOf(data["fee"]);
      days.book(seq, at, { pnl: trades.correct(event, orders.of(data)), fees: is - was });
    } else if (type === "position.reconciled" && data["kind"] === "liquidation") {
      const { realized } = trades.fill(event, aboutOf(data, String(data["side"])));
      days.book(seq, at, { pnl: realized, fees: feeOf(data) });
    } else if (type === "position.reconciled" && data["kind"] === "split") {
      const positions = (data["positions"] ?? []) as unknown as readonly { size: string }[];
      trades.split(
        String(data["instrumentId"]),
        positions.map(({ size }) => size),
      );
    }
  }
  return { ...account, trades: trades.trades, orders: orders.orders, days: days.days, lastAt };
}

const ofTrading = /^(order|fill|account|position)\./;

function takeMoney({ seq, at, data }: JournalEvent, trades: TradeBook, days: DayBook): void {
  const amount = unitsOf(data["amount"]);
  if (data["kind"] === "funding") {
    trades.fund(aboutOf(data, ""), amount);
    days.book(seq, at, { funding: amount });
  } else if (data["kind"] === "transfer") {
    days.book(seq, at, { transfers: amount });
  } else {
    days.book(seq, at, { pnl: amount });
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
