import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";
import { unitsOf } from "./open-trade.ts";
import type { DayRecord, Trade } from "./trade.ts";

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
  results: bigint[];
}

const dayMs = 86_400_000;

/** Sums up each trading day. A day without an event has no row. */
export class DayBook {
  readonly #days: Day[] = [];
  #balance = 0n;
  #lastSeq = 0;
  /** The day that `account.day_rolled` has opened last; before the first the UTC date counts. */
  #rolled: string | null = null;

  fund(amount: bigint): void {
    this.#balance += amount;
  }

  /** The account's own day begins: days since 1970, and the equity it begins with. */
  roll(day: number, equity: string, seq: number): void {
    this.#rolled = toRfc3339(day * dayMs).slice(0, 10);
    this.see(equity, seq, "");
  }

  see(equity: string, seq: number, at: string): void {
    this.#today(seq, at).equities.push(unitsOf(equity));
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

  close(trade: Trade): void {
    this.#today(trade.closeSeq ?? this.#lastSeq, trade.exitAt ?? "").results.push(unitsOf(trade.net));
  }

  get days(): DayRecord[] {
    const money = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
    const most = (values: readonly bigint[], larger: boolean): string | null => {
      const [first] = values;
      if (first === undefined) return null;
      return money(values.reduce((best, value) => (value > best === larger ? value : best), first));
    };
    return this.#days.map((day) => {
      const net = day.pnl - day.fees + day.funding;
      return {
        date: day.date,
        openBalance: money(day.openBalance),
        closeBalance: money(day.openBalance + net + day.transfers),
        minEquity: most(day.equities, false),
        maxEquity: most(day.equities, true),
        pnl: money(day.pnl),
        fees: money(day.fees),
        funding: money(day.funding),
        transfers: money(day.transfers),
        net: money(net),
        trades: day.results.length,
        wins: day.results.filter((result) => result > 0n).length,
        losses: day.results.filter((result) => result < 0n).length,
        best: most(day.results, true),
        worst: most(day.results, false),
        firstSeq: day.firstSeq,
        lastSeq: day.lastSeq,
      };
    });
  }

  #today(seq: number, at: string): Day {
    this.#lastSeq = seq;
    const date = this.#rolled ?? (at === "" ? (this.#days.at(-1)?.date ?? "") : at.slice(0, 10));
    const last = this.#days.at(-1);
    if (last?.date === date) {
      last.lastSeq = seq;
      return last;
    }
    const sums = { pnl: 0n, fees: 0n, funding: 0n, transfers: 0n, equities: [], results: [] };
    const day: Day = { date, openBalance: this.#balance, firstSeq: seq, lastSeq: seq, ...sums };
    this.#days.push(day);
    return day;
  }
}
