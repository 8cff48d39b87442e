/**
 * Mean over standard deviation (ddof 1) of the per-bar returns, × √periods a year, with a risk-free rate of zero
 * (W. F. Sharpe 1994; empyrical `sharpe_ratio`). `null` with fewer than two returns or no deviation.
 */
export function sharpe(returns: Float64Array, perYear: number): number | null {
  const { length } = returns;
  if (length < 2) return null;
  const average = mean(returns);
  let squares = 0;
  for (const each of returns) squares += (each - average) ** 2;
  const deviation = Math.sqrt(squares / (length - 1));
  return deviation > 0 ? (average / deviation) * Math.sqrt(perYear) : null;
}

/**
 * Mean over downside deviation (root of the mean square of the losses over all bars, target zero), × √periods a year
 * (empyrical `sortino_ratio`). `null` with fewer than two returns or no loss.
 */
export function sortino(returns: Float64Array, perYear: number): number | null {
  const { length } = returns;
  if (length < 2) return null;
  let squares = 0;
  for (const each of returns) if (each < 0) squares += each * each;
  const downside = Math.sqrt(squares / length);
  return downside > 0 ? (mean(returns) / downside) * Math.sqrt(perYear) : null;
}

/** Compound annual return over the deepest drawdown, both fractions (T. W. Young 1991). `null` without a drawdown. */
export function calmar(annual: number | null, drawdown: number): number | null {
  return annual === null || drawdown === 0 ? null : annual / drawdown;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
