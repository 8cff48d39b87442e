import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { type Cell, csvText } from "./csv.ts";
import { closedBetween } from "./day-book.ts";
import { ftmoTrade, topstepxOrders, topstepxTrades } from "./firm-layouts.ts";
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
      return csvText(headers.topstepx, topstepxTrades(closed, history));
    case "topstepx-orders":
      return csvText(headers["topstepx-orders"], topstepxOrders(history));
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
