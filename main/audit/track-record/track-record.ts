import { Fault } from "../../../shared/model/fault.ts";
import { parseRfc3339 } from "../../../shared/model/time.ts";
import { tradingDays } from "../../../shared/model/trading-days.ts";
import type { LeafOf } from "./csv-layouts.ts";
import { dateOf } from "./day-book.ts";
import { type RecordMetric, recordMetrics } from "./record-metrics.ts";
import type { DayRecord, Trade, TradeHistory } from "./trade.ts";

/** A period's trading, with what ties it to the journal. */
export interface TrackRecord {
  readonly format: "proofdesk-track-record/1";
  readonly origin: string;
  /** RFC 3339, both included. */
  readonly period: { readonly from: string; readonly to: string };
  readonly account: {
    readonly id: string;
    readonly currency: string;
    readonly funded: string;
    /** IANA zone and local time at which the account's trading day begins. */
    readonly dayZone: string;
    readonly dayStartsAt: string;
  };
  readonly metrics: readonly RecordMetric[];
  readonly daily: readonly DayRecord[];
  readonly trades: readonly (Trade & { readonly leafOpen: string; readonly leafClose: string | null })[];
  /** The newest signed checkpoint of the journal: the events named above lie under it. */
  readonly checkpoint: string | null;
  /** What the record shows and what it cannot. */
  readonly limits: readonly string[];
}

export interface TrackRecordSource {
  readonly origin: string;
  readonly from: string;
  readonly to: string;
  readonly checkpoint: string | null;
  readonly limits: readonly string[];
  readonly leafOf: LeafOf;
}

/**
 * The part of a history that belongs to a period: trades that were closed in it or are open, and the account's trading days
 * that it touches. Throws a Fault `EXPORT-PERIOD` for one that ends before it begins.
 */
export function inPeriod(history: TradeHistory, from: string, to: string): TradeHistory {
  if (from > to) throw backwards(from, to);
  const calendar = tradingDays(history);
  // The moment at which a day begins is the last of the day before.
  const first = dateOf(calendar.dayOf(parseRfc3339(from) + 1));
  const last = dateOf(calendar.dayOf(parseRfc3339(to)));
  const within = (at: string): boolean => at >= from && at <= to;
  return {
    ...history,
    trades: history.trades.filter(({ entryAt, exitAt }) => (exitAt === null ? entryAt <= to : within(exitAt))),
    orders: history.orders.filter(({ createdAt }) => within(createdAt)),
    days: history.days.filter(({ date }) => date >= first && date <= last),
  };
}

/** Puts a period's record together. */
export function trackRecord(history: TradeHistory, source: TrackRecordSource): TrackRecord {
  const { origin, from, to, checkpoint, limits, leafOf } = source;
  const { accountId: id, currency, funded, dayZone, dayStartsAt, trades, days } = history;
  return {
    format: "proofdesk-track-record/1",
    origin,
    period: { from, to },
    account: { id, currency, funded, dayZone, dayStartsAt },
    metrics: recordMetrics(trades, days, currency),
    daily: days,
    trades: trades.map((trade) => ({
      ...trade,
      leafOpen: leafOf(trade.openSeq),
      leafClose: trade.closeSeq === null ? null : leafOf(trade.closeSeq),
    })),
    checkpoint,
    limits: [...limits, ...leftOutWords(days, currency)],
  };
}

/** What a record says of currencies that it cannot turn into the account's, in a sentence. */
function leftOutWords(days: readonly DayRecord[], currency: string): string[] {
  const names = new Set(days.flatMap(({ leftOut }) => leftOut.map((sums) => sums.currency)));
  if (names.size === 0) return [];
  const all = [...names].sort().join(", ");
  return [`What was booked in ${all} is in no sum: the record holds no rate of it in ${currency}.`];
}

function backwards(from: string, to: string): Fault {
  const message = `a period from ${from} to ${to} ends before it begins`;
  return new Fault("EXPORT-PERIOD", "validation", message, "Choose a beginning that is not later than the end.");
}
