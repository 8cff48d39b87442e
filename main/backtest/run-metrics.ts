import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { EquityCurve } from "./equity-curve.ts";
import type { RoundTrip } from "./round-trips.ts";
import { calmar, sharpe, sortino } from "./statistics/ratios.ts";
import { annualReturn, maxDrawdown, simpleReturns } from "./statistics/returns.ts";

/** The figures of a run. A ratio that is not defined (no trades, no loss, no movement) is `null`, never zero. */
export interface RunMetrics {
  readonly finalEquity: number;
  readonly totalReturnPct: number;
  /** Deepest fall of the per-bar equity from its peak, in percent, positive. */
  readonly maxDrawdownPct: number;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  /** Gains over losses of the closed round trips, after fees. */
  readonly profitFactor: number | null;
  readonly winRatePct: number | null;
  /** Average result of a closed round trip, in money. */
  readonly expectancy: number | null;
  /** Closed round trips. */
  readonly trades: number;
  /** Share of bars that closed with a position. */
  readonly exposurePct: number;
  /** Fees of every fill of the run. */
  readonly fees: number;
  /** Funding received less funding paid; absent where there was none. */
  readonly funding?: number;
}

export interface RunFigures {
  readonly curve: EquityCurve;
  readonly trips: readonly RoundTrip[];
  /** Decimal texts. */
  readonly openingEquity: string;
  readonly finalEquity: string;
  readonly fees: string;
  readonly funding: string;
  readonly perYear: number;
}

/** Works out the figures; money is summed exactly and becomes a number at the end. */
export function runMetrics({
  curve,
  trips,
  openingEquity,
  finalEquity,
  fees,
  funding,
  perYear,
}: RunFigures): RunMetrics {
  const { equity } = curve;
  const results = trips.filter((trip) => trip.exitAt !== null).map((trip) => parseFixed(trip.pnl, MONEY_DIGITS));
  const gains = sum(results.filter((result) => result > 0n));
  const losses = -sum(results.filter((result) => result < 0n));
  const wins = results.filter((result) => result > 0n).length;
  const growth = Number(finalEquity) / Number(openingEquity);
  const returns = simpleReturns(equity);
  const drawdown = maxDrawdown(equity);
  const annual = annualReturn(growth, equity.length, perYear);
  const closed = results.length;
  return {
    finalEquity: Number(finalEquity),
    totalReturnPct: (growth - 1) * 100,
    maxDrawdownPct: drawdown * 100,
    sharpe: sharpe(returns, perYear),
    sortino: sortino(returns, perYear),
    calmar: calmar(annual, drawdown),
    profitFactor: losses === 0n ? null : money(gains) / money(losses),
    winRatePct: closed === 0 ? null : (wins / closed) * 100,
    expectancy: closed === 0 ? null : money(gains - losses) / closed,
    trades: closed,
    exposurePct: equity.length === 0 ? 0 : (curve.exposedBars / equity.length) * 100,
    fees: Number(fees),
    ...(funding === "0" ? {} : { funding: Number(funding) }),
  };
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

function money(units: bigint): number {
  return Number(formatFixed(units, MONEY_DIGITS));
}
