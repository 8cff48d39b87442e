import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { parseRfc3339, toRfc3339, type UtcMs } from "../../../shared/model/time.ts";
import type { TradingDays } from "../../../shared/model/trading-days.ts";
import type { DeclaredRates } from "./declared-rates.ts";
import type { FirmSight } from "./firm-book.ts";
import { MoneySum } from "./money-sum.ts";
import { unitsOf } from "./open-trade.ts";
import type { CurrencySums, DayRecord, FirmDay, Trade } from "./trade.ts";

type Kind = "pnl" | "fees" | "funding" | "transfers";
/** Money of one day in the account's currency. */
type Sums = Record<Kind, bigint>;
/** Money of one day and one currency. */
type Booked = Readonly<Record<Kind, MoneySum>>;

interface Day {
  readonly date: string;
  readonly firstSeq: number;
  lastSeq: number;
  readonly money: Map<string, Booked>;
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
  #opened = 0n;
  /** The day that `account.day_rolled` has opened last. */
  #rolled = "";

  constructor(calendar: TradingDays) {
    this.calendar = calendar;
  }

  /** What the account is opened with, in its own currency. */
  fund(amount: bigint): void {
    this.#opened += amount;
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

  /** Takes in money of a currency; `rate` is what its event says that one unit was worth, as {@link MoneySum} takes it. */
  book(seq: number, at: string, currency: string, change: Partial<Sums>, rate: bigint | null): void {
    const { money } = this.#today(seq, at);
    const sums = money.get(currency) ?? nothing();
    money.set(currency, sums);
    for (const [name, amount] of Object.entries(change)) sums[name as Kind].add(amount, rate);
  }

  /** The days with the trades that were closed on each, their money in the account's currency as far as rates are declared. */
  days(trades: readonly Trade[], rates: DeclaredRates): DayRecord[] {
    let balance = this.#opened;
    return this.#days.map((day, index) => {
      const until = this.#days[index + 1]?.firstSeq ?? Number.POSITIVE_INFINITY;
      const { sums, leftOut } = valued(day, rates);
      const openBalance = balance;
      balance += sums.pnl - sums.fees + sums.funding + sums.transfers;
      return {
        date: day.date,
        openBalance: money(openBalance),
        closeBalance: money(balance),
        minEquity: least(day.equities),
        maxEquity: most(day.equities),
        ...texts(sums),
        net: money(sums.pnl - sums.fees + sums.funding),
        leftOut,
        ...resultsOf(closedBetween(trades, day.firstSeq, until)),
        firm: firmDay(day),
        firstSeq: day.firstSeq,
        lastSeq: day.lastSeq,
      };
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
    const seen = { equities: [], marks: [], crossings: [], breaches: [] };
    const day: Day = { date, firstSeq: seq, lastSeq: seq, money: new Map(), ...seen };
    this.#days.push(day);
    return day;
  }
}

/** Trades that count and whose last event is one of `from` up to, not including, `until`. */
export function closedBetween(trades: readonly Trade[], from: number, until: number): Trade[] {
  return trades.filter(({ closeSeq, busted }) => !busted && closeSeq !== null && closeSeq >= from && closeSeq < until);
}

/** A day's sums in the account's currency, and those of currencies without a rate. */
function valued({ money: booked }: Day, rates: DeclaredRates): { sums: Sums; leftOut: CurrencySums[] } {
  const sums: Sums = { pnl: 0n, fees: 0n, funding: 0n, transfers: 0n };
  const leftOut: CurrencySums[] = [];
  for (const [currency, own] of booked) {
    const { pnl, fees, funding, transfers } = own;
    const names = Object.keys(sums) as Kind[];
    if (names.some((name) => rates.sumInOwn(currency, own[name]) === null)) {
      const amounts = { pnl: pnl.amount, fees: fees.amount, funding: funding.amount, transfers: transfers.amount };
      leftOut.push({ currency, ...texts(amounts) });
    } else for (const name of names) sums[name] += rates.sumInOwn(currency, own[name]) ?? 0n;
  }
  return { sums, leftOut };
}

function nothing(): Booked {
  return { pnl: new MoneySum(), fees: new MoneySum(), funding: new MoneySum(), transfers: new MoneySum() };
}

function texts({ pnl, fees, funding, transfers }: Sums): Omit<CurrencySums, "currency"> {
  return { pnl: money(pnl), fees: money(fees), funding: money(funding), transfers: money(transfers) };
}

function resultsOf(trades: readonly Trade[]): Pick<DayRecord, "trades" | "wins" | "losses" | "best" | "worst"> {
  const results = trades.flatMap(({ account }) => (account === null ? [] : [unitsOf(account.net)]));
  const signs = trades.map(({ account, net }) => unitsOf((account ?? { net }).net));
  return {
    trades: trades.length,
    wins: signs.filter((result) => result > 0n).length,
    losses: signs.filter((result) => result < 0n).length,
    best: most(results),
    worst: least(results),
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
