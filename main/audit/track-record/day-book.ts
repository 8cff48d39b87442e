import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { parseRfc3339, toRfc3339, type UtcMs } from "../../../shared/model/time.ts";
import type { TradingDays } from "../../../shared/model/trading-days.ts";
import type { FirmSight } from "./firm-book.ts";
import { unitsOf } from "./open-trade.ts";
import type { DayRecord, FirmDay, Trade } from "./trade.ts";

interface Day {
  readonly date: string;
  readonly openBalance: bigint;
  readonly firstSeq: number;
  lastSeq: number;
  pnl: bigint;
  fees: bigint;
  funding: bigint;
  transfers: bigint;
  equities: bigint[];
  marks: FirmSight[];
  crossings: FirmSight[];
  breaches: FirmDay["breaches"][number][];
}

const dayMs = 86_400_000;

/** The local date that a trading day begins on, by days since 1970-01-01. */
export function dateOf(day: number): string {
  return toRfc3339(day * dayMs).slice(0, 10);
}

/** Sums up each trading day of the account. A day without an event has no row. */
export class DayBook {
  /** How the account counts its days. */
  calendar: TradingDays;
  readonly #days: Day[] = [];
  #balance = 0n;
  /** The day that `account.day_rolled` has opened last. */
  #rolled = "";

  constructor(calendar: TradingDays) {
    this.calendar = calendar;
  }

  fund(amount: bigint): void {
    this.#balance += amount;
  }

  /** The account's own day begins: days since 1970, and the equity it begins with. */
  roll(day: number, equity: string, seq: number, at: string): void {
    this.#rolled = dateOf(day);
    this.see(equity, seq, at);
  }

  see(equity: string, seq: number, at: string): void {
    this.#today(seq, at).equities.push(unitsOf(equity));
  }

  /** What the guard saw at its own time: a day's last equity is written down after the day has ended. */
  mark(equity: string, sight: FirmSight, seq: number, at: string): void {
    const day = this.#dayOf(sight.at, seq, at);
    day.equities.push(unitsOf(equity));
    day.marks.push(sight);
  }

  breach(breach: FirmDay["breaches"][number], sight: FirmSight, at: string): void {
    const day = this.#dayOf(sight.at, breach.seq, at);
    day.breaches.push(breach);
    day.crossings.push(sight);
  }

  book(
    seq: number,
    at: string,
    {
      pnl = 0n,
      fees = 0n,
      funding = 0n,
      transfers = 0n,
    }: Partial<Record<"pnl" | "fees" | "funding" | "transfers", bigint>>,
  ): void {
    const day = this.#today(seq, at);
    day.pnl += pnl;
    day.fees += fees;
    day.funding += funding;
    day.transfers += transfers;
    this.#balance += pnl - fees + funding + transfers;
  }

  /** The days with the trades that were closed on each. */
  days(trades: readonly Trade[]): DayRecord[] {
    return this.#days.map((day, index) => {
      const until = this.#days[index + 1]?.firstSeq ?? Number.POSITIVE_INFINITY;
      const results = closedBetween(trades, day.firstSeq, until).map(({ net }) => unitsOf(net));
      return recordOf(day, results);
    });
  }

  /** The day that an instant lies in, where it has a row; else that of the event which tells of it. */
  #dayOf(instant: UtcMs, seq: number, at: string): Day {
    const date = dateOf(this.calendar.dayOf(instant));
    const day = this.#days.findLast((each) => each.date === date) ?? this.#today(seq, at);
    day.lastSeq = seq;
    return day;
  }

  #today(seq: number, at: string): Day {
    const told = dateOf(this.calendar.dayOf(parseRfc3339(at)));
    // The day is rolled at the first price behind its beginning: a fill may come before that.
    const date = told > this.#rolled ? told : this.#rolled;
    const last = this.#days.at(-1);
    if (last?.date === date) {
      last.lastSeq = seq;
      return last;
    }
    const sums = { pnl: 0n, fees: 0n, funding: 0n, transfers: 0n, equities: [], marks: [], crossings: [] };
    const day: Day = { date, openBalance: this.#balance, firstSeq: seq, lastSeq: seq, ...sums, breaches: [] };
    this.#days.push(day);
    return day;
  }
}

/** Trades whose last event is one of `from` up to, not including, `until`. */
export function closedBetween(trades: readonly Trade[], from: number, until: number): Trade[] {
  return trades.filter(({ closeSeq }) => closeSeq !== null && closeSeq >= from && closeSeq < until);
}

function recordOf(day: Day, results: readonly bigint[]): DayRecord {
  const net = day.pnl - day.fees + day.funding;
  return {
    date: day.date,
    openBalance: money(day.openBalance),
    closeBalance: money(day.openBalance + net + day.transfers),
    minEquity: least(day.equities),
    maxEquity: most(day.equities),
    pnl: money(day.pnl),
    fees: money(day.fees),
    funding: money(day.funding),
    transfers: money(day.transfers),
    net: money(net),
    trades: results.length,
    wins: results.filter((result) => result > 0n).length,
    losses: results.filter((result) => result < 0n).length,
    best: most(results),
    worst: least(results),
    firm: firmDay(day),
    firstSeq: day.firstSeq,
    lastSeq: day.lastSeq,
  };
}

function firmDay({ marks, crossings, breaches }: Day): FirmDay | null {
  if (marks.length + crossings.length === 0) return null;
  const floor = (of: "dailyFloor" | "maxFloor"): string | null => {
    const units = marks.at(-1)?.[of] ?? null;
    return units === null ? null : money(units);
  };
  const headroom = (of: "dailyRoom" | "maxRoom"): string | null =>
    least([...marks, ...crossings].map((sight) => sight[of]).filter((units): units is bigint => units !== null));
  return {
    dailyFloor: floor("dailyFloor"),
    maxFloor: floor("maxFloor"),
    dailyHeadroom: headroom("dailyRoom"),
    maxHeadroom: headroom("maxRoom"),
    breaches,
  };
}

function money(units: bigint): string {
  return formatFixed(units, MONEY_DIGITS);
}

function least(values: readonly bigint[]): string | null {
  return values.length === 0 ? null : money(values.reduce((low, value) => (value < low ? value : low)));
}

function most(values: readonly bigint[]): string | null {
  return values.length === 0 ? null : money(values.reduce((high, value) => (value > high ? value : high)));
}
