import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { parseRfc3339 } from "../../../shared/model/time.ts";
import { tradingDays } from "../../../shared/model/trading-days.ts";
import { zonedTime } from "../../../shared/model/zoned-time.ts";
import type { Cell } from "./csv.ts";
import { dateOf } from "./day-book.ts";
import { unitsOf } from "./open-trade.ts";
import type { OrderRecord, Trade, TradeHistory } from "./trade.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Closed trades as TopstepX writes them. */
export function topstepxTrades(closed: readonly Trade[], history: TradeHistory): Cell[][] {
  const day = tradeDays(history);
  return closed.map((trade) => topstepxTrade(trade, day(String(trade.exitAt))));
}

function topstepxTrade(trade: Trade, { date }: TradeDay): Cell[] {
  const { account } = trade;
  return [
    trade.id,
    symbolOf(trade.instrumentId),
    usTime(trade.entryAt),
    usTime(String(trade.exitAt)),
    trade.entryPrice,
    trade.exitPrice,
    account?.fees ?? null,
    account === null ? null : sum(account.pnl, account.funding),
    trade.size,
    trade.side === "long" ? "Long" : "Short",
    usDate(date),
    clock(secondsOf(trade)),
    "0",
  ];
}

const statuses: { readonly [status: string]: string } = {
  filled: "Filled",
  canceled: "Cancelled",
  rejected: "Rejected",
  denied: "Rejected",
  expired: "Expired",
};
const types: { readonly [type: string]: string } = {
  market: "Market",
  limit: "Limit",
  stop: "Stop",
  "stop-limit": "StopLimit",
  "trailing-stop": "TrailingStop",
};
const dispositions: { readonly [role: string]: string } = { "stop-loss": "StopLoss", "take-profit": "TakeProfit" };

/** Orders as TopstepX writes them. */
export function topstepxOrders(history: TradeHistory): Cell[][] {
  const { orders, accountId } = history;
  const day = tradeDays(history);
  return orders.map((order, index) => [
    index + 1,
    accountId,
    ...topstepxOrder(order, day(order.filledAt ?? order.createdAt)),
  ]);
}

function topstepxOrder(order: OrderRecord, { date, offset }: TradeDay): Cell[] {
  const time = (at: string | null): Cell => (at === null ? null : usTime(at));
  const isRefused = order.status === "rejected" || order.status === "denied";
  return [
    symbolOf(order.instrumentId),
    statuses[order.status] ?? "Open",
    types[order.type] ?? order.type,
    order.size,
    order.side === "buy" ? "Bid" : "Ask",
    usTime(order.createdAt),
    `${usDate(date)} 00:00:00 ${offset}`,
    time(order.filledAt),
    time(order.canceledAt),
    time(order.triggeredAt),
    order.triggerPrice,
    order.limitPrice,
    order.averagePrice,
    order.triggeredAt === null ? null : order.triggerPrice,
    order.opens === null ? null : order.opens ? "Opening" : "Closing",
    dispositions[order.role ?? ""] ?? (order.reduceOnly ? "ClosePosition" : "Trader"),
    isRefused ? order.reason : null,
    null,
    order.orderId,
  ];
}

/** A closed trade as FTMO writes it. */
export function ftmoTrade(trade: Trade): Cell[] {
  const { account } = trade;
  const exitAt = String(trade.exitAt);
  const distance = unitsOf(trade.exitPrice) - unitsOf(trade.entryPrice);
  return [
    trade.id,
    plainTime(trade.entryAt),
    trade.side === "long" ? "buy" : "sell",
    trade.size,
    symbolOf(trade.instrumentId),
    trade.entryPrice,
    trade.stopLoss ?? "0",
    trade.takeProfit ?? "0",
    plainTime(exitAt),
    trade.exitPrice,
    account?.funding ?? null,
    account === null ? null : negated(account.fees),
    account?.pnl ?? null,
    formatFixed(trade.side === "long" ? distance : -distance, MONEY_DIGITS),
    secondsOf(trade),
  ];
}

/** The trade day that something belongs to. */
interface TradeDay {
  readonly date: string;
  /** What local time is ahead of UTC when that date begins: `-06:00`. */
  readonly offset: string;
}

/**
 * The account's trading day as futures exchanges name it: by the local date on which it ends, so that what begins on Sunday
 * evening is Monday's.
 */
function tradeDays(history: TradeHistory): (at: string) => TradeDay {
  const { dayOf, startOf } = tradingDays(history);
  const { dayAt, instantOf } = zonedTime(history.dayZone);
  return (at) => {
    const day = dayAt(startOf(dayOf(parseRfc3339(at)) + 1) - 1);
    const minutes = Math.round((day * dayMs - instantOf(day, 0)) / minuteMs);
    const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    return { date: dateOf(day), offset: `${minutes < 0 ? "-" : "+"}${two(hour)}:${two(minute)}` };
  };
}

/** `paper:BTC/USDT` as other platforms name it: without the venue. */
function symbolOf(instrumentId: string): string {
  return instrumentId.slice(instrumentId.indexOf(":") + 1);
}

/** `2026-01-05T12:00:00.000Z` as `01/05/2026 12:00:00 +00:00`. */
function usTime(at: string): string {
  return `${usDate(at)} ${at.slice(11, 19)} +00:00`;
}

function usDate(at: string): string {
  return `${at.slice(5, 7)}/${at.slice(8, 10)}/${at.slice(0, 4)}`;
}

function plainTime(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)}`;
}

function secondsOf({ entryAt, exitAt }: Trade): number {
  return Math.floor((parseRfc3339(String(exitAt)) - parseRfc3339(entryAt)) / 1000);
}

function clock(seconds: number): string {
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function negated(money: string): string {
  return formatFixed(-unitsOf(money), MONEY_DIGITS);
}

function sum(a: string, b: string): string {
  return formatFixed(unitsOf(a) + unitsOf(b), MONEY_DIGITS);
}
