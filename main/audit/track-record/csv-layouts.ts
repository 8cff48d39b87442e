import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { parseRfc3339 } from "../../../shared/model/time.ts";
import { type Cell, csvText } from "./csv.ts";
import { closedBetween } from "./day-book.ts";
import { unitsOf } from "./open-trade.ts";
import type { CurrencySums, FirmDay, OrderRecord, Trade, TradeHistory } from "./trade.ts";

/** Leaves by seq, hex: what ties a row to the sealed events it was made of. */
export type LeafOf = (seq: number) => string;

export const csvLayouts = ["trades", "orders", "topstepx", "topstepx-orders", "ftmo", "daily"] as const;
export type CsvLayout = (typeof csvLayouts)[number];

const headers: { readonly [layout in CsvLayout]: string } = {
  trades:
    "id,instrument,side,size,entry_at,entry_price,exit_at,exit_price,pnl,fees,funding,net,stop_loss,take_profit,adverse,favorable,entry_order,exit_order,corrections,journal_seq_open,leaf_open,journal_seq_close,leaf_close,currency,other_currencies,account_net",
  orders:
    "id,instrument,side,type,size,limit_price,trigger_price,role,reduce_only,status,created_at,triggered_at,filled_at,canceled_at,filled_size,average_price,opens,reason,journal_seq_first,leaf_first,journal_seq_last,leaf_last",
  topstepx:
    "Id,ContractName,EnteredAt,ExitedAt,EntryPrice,ExitPrice,Fees,PnL,Size,Type,TradeDay,TradeDuration,Commissions",
  "topstepx-orders":
    "Id,AccountName,ContractName,Status,Type,Size,Side,CreatedAt,TradeDay,FilledAt,CancelledAt,TriggeredAt,StopPrice,LimitPrice,ExecutePrice,TriggeredPrice,PositionDisposition,CreationDisposition,RejectionReason,ExchangeOrderId,PlatformOrderId",
  ftmo: 'Ticket;Open;Type;Volume;Symbol;Price;SL;TP;Close;Price;Swap;Commissions;Profit;Pips;"Trade duration in seconds"',
  daily:
    "trade_day,tz,open_balance,close_balance,min_equity,max_equity,gross_pnl,commissions,fees,swaps,net_pnl,trades,lots,wins,losses,best_trade,worst_trade,daily_floor,max_loss_floor,min_headroom_daily,min_headroom_max,breach,journal_seq_first,leaf_first,journal_seq_last,leaf_last,left_out",
};

/**
 * A history in one of the layouts, its times in UTC. Layouts of others keep their very headers, list closed trades only and
 * hold money of the account; where the record declares no rate their cells stay empty.
 */
export function csvOf(history: TradeHistory, layout: CsvLayout, leafOf: LeafOf): string {
  const closed = history.trades.filter(({ exitAt, busted }) => exitAt !== null && !busted);
  switch (layout) {
    case "trades":
      return csvText(
        headers.trades,
        history.trades.map((trade) => tradeRow(trade, leafOf)),
      );
    case "orders":
      return csvText(
        headers.orders,
        history.orders.map((order) => orderRow(order, leafOf)),
      );
    case "topstepx":
      return csvText(headers.topstepx, closed.map(topstepxTrade));
    case "topstepx-orders":
      return csvText(
        headers["topstepx-orders"],
        history.orders.map((order, index) => topstepxOrder(order, index, history.accountId)),
      );
    case "ftmo":
      return csvText(headers.ftmo, closed.map(ftmoTrade), ";");
    case "daily":
      return csvText(headers.daily, dayRows(history, leafOf));
  }
}

function tradeRow(trade: Trade, leafOf: LeafOf): Cell[] {
  const { openSeq, closeSeq } = trade;
  return [
    trade.id,
    trade.instrumentId,
    trade.side,
    trade.size,
    trade.entryAt,
    trade.entryPrice,
    trade.exitAt,
    trade.exitPrice,
    trade.pnl,
    trade.fees,
    trade.funding,
    trade.net,
    trade.stopLoss,
    trade.takeProfit,
    trade.adverse,
    trade.favorable,
    trade.entryOrderId,
    trade.exitOrderId,
    trade.corrections.length,
    openSeq,
    leafOf(openSeq),
    closeSeq,
    closeSeq === null ? null : leafOf(closeSeq),
    trade.currency,
    amounts(trade.others),
    trade.account?.net ?? null,
  ];
}

function orderRow(order: OrderRecord, leafOf: LeafOf): Cell[] {
  const told = (whether: boolean): Cell => (whether ? "yes" : "no");
  return [
    order.orderId,
    order.instrumentId,
    order.side,
    order.type,
    order.size,
    order.limitPrice,
    order.triggerPrice,
    order.role,
    told(order.reduceOnly),
    order.status,
    order.createdAt,
    order.triggeredAt,
    order.filledAt,
    order.canceledAt,
    order.filledSize,
    order.averagePrice,
    order.opens === null ? null : told(order.opens),
    order.reason,
    order.openSeq,
    leafOf(order.openSeq),
    order.lastSeq,
    leafOf(order.lastSeq),
  ];
}

function topstepxTrade(trade: Trade): Cell[] {
  const { account } = trade;
  const exitAt = String(trade.exitAt);
  return [
    trade.id,
    symbolOf(trade.instrumentId),
    usTime(trade.entryAt),
    usTime(exitAt),
    trade.entryPrice,
    trade.exitPrice,
    account?.fees ?? null,
    account === null ? null : sum(account.pnl, account.funding),
    trade.size,
    trade.side === "long" ? "Long" : "Short",
    usDate(exitAt),
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

function topstepxOrder(order: OrderRecord, index: number, accountId: string): Cell[] {
  const time = (at: string | null): Cell => (at === null ? null : usTime(at));
  const isRefused = order.status === "rejected" || order.status === "denied";
  return [
    index + 1,
    accountId,
    symbolOf(order.instrumentId),
    statuses[order.status] ?? "Open",
    types[order.type] ?? order.type,
    order.size,
    order.side === "buy" ? "Bid" : "Ask",
    usTime(order.createdAt),
    `${usDate(order.filledAt ?? order.createdAt)} 00:00:00 +00:00`,
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

function ftmoTrade(trade: Trade): Cell[] {
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

function dayRows({ days, trades, dayZone }: TradeHistory, leafOf: LeafOf): Cell[][] {
  return days.map((day, index) => {
    const until = days[index + 1]?.firstSeq ?? Number.POSITIVE_INFINITY;
    const lots = closedBetween(trades, day.firstSeq, until).reduce((all, { size }) => all + unitsOf(size), 0n);
    return [
      day.date,
      dayZone,
      day.openBalance,
      day.closeBalance,
      day.minEquity,
      day.maxEquity,
      day.pnl,
      "0",
      day.fees,
      day.funding,
      day.net,
      day.trades,
      formatFixed(lots, MONEY_DIGITS),
      day.wins,
      day.losses,
      day.best,
      day.worst,
      ...floorCells(day.firm),
      day.firstSeq,
      leafOf(day.firstSeq),
      day.lastSeq,
      leafOf(day.lastSeq),
      amounts(day.leftOut.map((sums) => ({ currency: sums.currency, amount: netOf(sums) }))),
    ];
  });
}

/** Floors and the room to them are those of a firm's rules: without a preset there are none. */
function floorCells(firm: FirmDay | null): Cell[] {
  if (firm === null) return [null, null, null, null, null];
  const { dailyFloor, maxFloor, dailyHeadroom, maxHeadroom, breaches } = firm;
  const told = breaches.map(({ rule, effect, seq }) => `${rule} ${effect} (event ${seq})`).join(", ");
  return [dailyFloor, maxFloor, dailyHeadroom, maxHeadroom, told === "" ? null : told];
}

/** Money of several currencies: `BNB -0.5, USDT 12`. */
function amounts(sums: readonly { readonly currency: string; readonly amount: string }[]): Cell {
  return sums.length === 0 ? null : sums.map(({ currency, amount }) => `${currency} ${amount}`).join(", ");
}

function netOf({ pnl, fees, funding, transfers }: CurrencySums): string {
  return formatFixed(unitsOf(pnl) - unitsOf(fees) + unitsOf(funding) + unitsOf(transfers), MONEY_DIGITS);
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
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function negated(money: string): string {
  return formatFixed(-unitsOf(money), MONEY_DIGITS);
}

function sum(a: string, b: string): string {
  return formatFixed(unitsOf(a) + unitsOf(b), MONEY_DIGITS);
}
