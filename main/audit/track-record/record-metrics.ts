import { divideHalfEven, formatFixed, MONEY_DIGITS, tenTo, toNumber } from "../../../shared/model/fixed.ts";
import { unitsOf } from "./open-trade.ts";
import type { DayRecord, Trade } from "./trade.ts";

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

/** The figures of closed trades and of the days they were closed on. */
export function recordMetrics(trades: readonly Trade[], days: readonly DayRecord[], currency: string): RecordMetric[] {
  const nets = trades.filter(({ exitAt }) => exitAt !== null).map(({ net }) => unitsOf(net));
  const wins = nets.filter((net) => net > 0n);
  const losses = nets.filter((net) => net < 0n);
  const dayNets = days.map(({ net }) => unitsOf(net));
  const n = nets.length;
  const gains = total(wins);
  const lost = -total(losses);
  const money = `in ${currency}, after fees and funding`;
  const averageWin = wins.length === 0 ? null : mean(gains, wins.length);
  const averageLoss = losses.length === 0 ? null : mean(lost, losses.length);
  const bestDay = dayNets.reduce((best, net) => (net > best ? net : best), 0n);
  const moved = dayNets.reduce((sum, net) => sum + (net < 0n ? -net : net), 0n);
  const largest = dayNets.reduce((most, net) => ((net < 0n ? -net : net) > most ? (net < 0n ? -net : net) : most), 0n);
  const dayTotal = total(dayNets);
  return [
    metric("trades", n === 0 ? "0" : String(n), "closed trades, from flat to flat", n),
    metric("netPnl", units(total(nets)), `sum of closed trades, ${money}`, n),
    metric("fees", units(total(trades.map(({ fees }) => unitsOf(fees)))), `of all fills, in ${currency}`, n),
    metric("winRatePct", share(BigInt(wins.length), BigInt(n)), "winners among all closed trades, zeros counted", n),
    metric("profitFactor", ratio(gains, lost), "gains over losses; not defined without a loss", n),
    metric("averageWin", averageWin === null ? null : units(averageWin), `mean of winners, ${money}`, wins.length),
    metric("averageLoss", averageLoss === null ? null : units(-averageLoss), `mean of losers, ${money}`, losses.length),
    metric(
      "payoffRatio",
      averageWin === null || averageLoss === null ? null : ratio(averageWin, averageLoss),
      "average win over average loss",
      n,
    ),
    metric("expectancy", n === 0 ? null : units(mean(total(nets), n)), `mean of trades, ${money}`, n),
    metric("bestDay", units(bestDay), `best day's net, in ${currency}`, days.length),
    metric(
      "bestDaySharePct",
      dayTotal > 0n ? share(bestDay, dayTotal) : null,
      "best day's net over the sum of all days' net; not defined without a profit",
      days.length,
    ),
    metric(
      "consistencyPct",
      moved === 0n ? null : share(moved - largest, moved),
      "1 less the largest day over the sum of all days, by absolute net",
      days.length,
    ),
    metric(
      "maxDrawdown",
      units(drawdown(days)),
      `deepest fall of the daily closing balance, in ${currency}`,
      days.length,
    ),
    sharpe(days),
  ];
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
