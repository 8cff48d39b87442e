import { divideHalfEven, formatFixed, MONEY_DIGITS, tenTo, toNumber } from "../../../shared/model/fixed.ts";
import { unitsOf } from "./open-trade.ts";
import type { CurrencySums, DayRecord, Trade } from "./trade.ts";

/** One figure with all that is needed to work it out again. */
export interface RecordMetric {
  readonly name: string;
  /** Decimal text; `null` where it is not defined, and then `basis` says when it is. */
  readonly value: string | null;
  /** What it is and how it is made, in plain words. */
  readonly basis: string;
  /** Observations it rests on. */
  readonly n: number;
}

/** Fewer daily returns than this say nothing of their spread. */
const fewestReturns = 20;
const tradingDaysPerYear = 252;
const meanDigits = 8;

/**
 * The figures of closed trades and of the days they were closed on, in the account's currency. Where the record holds no
 * rate for what was made, a figure is not defined; fees without one are left out. Both are said in its basis.
 */
export function recordMetrics(trades: readonly Trade[], days: readonly DayRecord[], currency: string): RecordMetric[] {
  return [...tradeMetrics(trades, currency), ...dayMetrics(days, currency)];
}

function tradeMetrics(trades: readonly Trade[], currency: string): RecordMetric[] {
  const counted = trades.filter(({ busted }) => !busted);
  const closed = counted.filter(({ exitAt }) => exitAt !== null);
  const nets = closed.flatMap(({ account }) => (account === null ? [] : [unitsOf(account.net)]));
  const wins = nets.filter((net) => net > 0n);
  const losses = nets.filter((net) => net < 0n);
  const n = closed.length;
  const gains = total(wins);
  const lost = -total(losses);
  const money = `in ${currency}, after fees and funding`;
  const averageWin = wins.length === 0 ? null : mean(gains, wins.length);
  const averageLoss = losses.length === 0 ? null : mean(lost, losses.length);
  const fees = total(counted.flatMap(({ account }) => (account === null ? [] : [unitsOf(account.fees)])));
  const payoff = averageWin === null || averageLoss === null ? null : ratio(averageWin, averageLoss);
  const gap = (from: readonly Trade[]): Gap => ({
    unvalued: from.flatMap((trade) => (trade.account === null ? [trade.currency] : [])),
    fees: from.flatMap(({ leftOut }) => leftOut),
    currency,
  });
  return [
    metric("trades", n === 0 ? "0" : String(n), "closed trades, from flat to flat", n),
    withGap(metric("netPnl", units(total(nets)), `sum of closed trades, ${money}`, n), gap(closed)),
    withGap(metric("fees", units(fees), `of all fills, in ${currency}`, n), gap(counted)),
    ...[
      metric("winRatePct", share(BigInt(wins.length), BigInt(n)), "winners among all closed trades, zeros counted", n),
      metric("profitFactor", ratio(gains, lost), "gains over losses; not defined without a loss", n),
      metric("averageWin", averageWin === null ? null : units(averageWin), `mean of winners, ${money}`, wins.length),
      metric(
        "averageLoss",
        averageLoss === null ? null : units(-averageLoss),
        `mean of losers, ${money}`,
        losses.length,
      ),
      metric("payoffRatio", payoff, "average win over average loss", n),
      metric("expectancy", n === 0 ? null : units(mean(total(nets), n)), `mean of trades, ${money}`, n),
    ].map((figure) => withGap(figure, gap(closed))),
  ];
}

function dayMetrics(days: readonly DayRecord[], currency: string): RecordMetric[] {
  const nets = days.map(({ net }) => unitsOf(net));
  const [first] = nets;
  // The best of nothing but losses is the smallest of them.
  const bestDay = first === undefined ? null : nets.reduce((best, net) => (net > best ? net : best), first);
  const sizes = nets.map((net) => (net < 0n ? -net : net));
  const moved = total(sizes);
  const largest = sizes.reduce((most, size) => (size > most ? size : most), 0n);
  const sum = total(nets);
  const shareBasis = "best day's net over the sum of all days' net; not defined without a profit";
  const evenBasis = "1 less the largest day over the sum of all days, by absolute net";
  const n = days.length;
  return [
    metric("bestDay", bestDay === null ? null : units(bestDay), `best day's net, in ${currency}`, n),
    metric("bestDaySharePct", bestDay !== null && sum > 0n ? share(bestDay, sum) : null, shareBasis, n),
    metric("consistencyPct", moved === 0n ? null : share(moved - largest, moved), evenBasis, n),
    metric("maxDrawdown", units(drawdown(days)), `deepest fall of the daily closing balance, in ${currency}`, n),
    sharpe(days),
  ].map((figure) => withGap(figure, dayGap(days, currency)));
}

/** Currencies of results, and of fees alone, that have no rate in the account's. */
interface Gap {
  readonly unvalued: readonly string[];
  readonly fees: readonly string[];
  readonly currency: string;
}

function dayGap(days: readonly DayRecord[], currency: string): Gap {
  const missing = days.flatMap(({ leftOut }) => leftOut);
  const hasResult = ({ pnl, funding }: CurrencySums): boolean => pnl !== "0" || funding !== "0";
  return {
    unvalued: missing.filter(hasResult).map((sums) => sums.currency),
    fees: missing.filter((sums) => !hasResult(sums) && sums.fees !== "0").map((sums) => sums.currency),
    currency,
  };
}

function withGap(figure: RecordMetric, { unvalued, fees, currency }: Gap): RecordMetric {
  const names = (from: readonly string[]): string => [...new Set(from)].sort().join(", ");
  if (unvalued.length > 0) {
    const basis = `${figure.basis}; not defined here: the record holds no rate of ${names(unvalued)} in ${currency}`;
    return { ...figure, value: null, basis };
  }
  if (fees.length === 0) return figure;
  return { ...figure, basis: `${figure.basis}; what was paid in ${names(fees)} has no recorded rate and is left out` };
}

function metric(name: string, value: string | null, basis: string, n: number): RecordMetric {
  return { name, value, basis, n };
}

function total(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
}

function units(value: bigint): string {
  return formatFixed(value, MONEY_DIGITS);
}

/** A mean, rounded half to even to eight decimals. */
function mean(sum: bigint, count: number): bigint {
  return divideHalfEven(sum, BigInt(count) * tenTo(MONEY_DIGITS - meanDigits)) * tenTo(MONEY_DIGITS - meanDigits);
}

/** Six decimals, rounded half to even; `null` over nothing. */
function ratio(numerator: bigint, denominator: bigint): string | null {
  return denominator === 0n ? null : formatFixed(divideHalfEven(numerator * tenTo(6), denominator), 6);
}

function share(part: bigint, whole: bigint): string | null {
  return ratio(part * 100n, whole);
}

function drawdown(days: readonly DayRecord[]): bigint {
  let peak = unitsOf(days[0]?.openBalance ?? "0");
  let deepest = 0n;
  // Deposits and withdrawals are no gain and no loss: only what was traded counts.
  let balance = peak;
  for (const { net } of days) {
    balance += unitsOf(net);
    if (balance > peak) peak = balance;
    if (peak - balance > deepest) deepest = peak - balance;
  }
  return deepest;
}

function sharpe(days: readonly DayRecord[]): RecordMetric {
  const returns = days.map(({ net, openBalance }) => number(net) / number(openBalance));
  const n = returns.length;
  const basis = `mean over standard deviation (ddof 1) of daily net over opening balance, risk-free rate 0, times the root of ${tradingDaysPerYear}; not defined below ${fewestReturns} days`;
  if (n < fewestReturns) return metric("sharpe", null, basis, n);
  const average = returns.reduce((sum, value) => sum + value, 0) / n;
  const variance = returns.reduce((sum, value) => sum + (value - average) ** 2, 0) / (n - 1);
  const value = variance > 0 ? (average / Math.sqrt(variance)) * Math.sqrt(tradingDaysPerYear) : Number.NaN;
  return metric("sharpe", Number.isFinite(value) ? value.toFixed(6) : null, basis, n);
}

function number(money: string): number {
  return toNumber(unitsOf(money), MONEY_DIGITS);
}
