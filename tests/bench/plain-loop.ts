import type { BarColumns } from "../../shared/model/market.ts";

export interface PlainRun {
  readonly fast: number;
  readonly slow: number;
  readonly size: number;
  readonly cash: number;
  /** Fee as a fraction of the notional; a power of two keeps every sum exact. */
  readonly feeRate: number;
}

export interface PlainResult {
  readonly finalEquity: number;
  /** Round trips that have ended. */
  readonly trades: number;
}

/**
 * The floor every figure is held against: the moving-average backtest as a bare loop over typed arrays, long or flat, a
 * decision at the close filled at the next open. It knows no order, no gate, no account, no record.
 */
export function plainLoop({ length, open, close }: BarColumns, run: PlainRun, equity: Float64Array): PlainResult {
  const { fast, slow, size, feeRate } = run;
  let cash = run.cash;
  let held = 0;
  let trades = 0;
  let fastSum = 0;
  let slowSum = 0;
  let before = 0;
  let wanted = 0;
  for (let i = 0; i < length; i++) {
    if (wanted !== held) {
      const notional = (wanted - held) * (open[i] as number);
      cash -= notional + Math.abs(notional) * feeRate;
      if (wanted === 0) trades += 1;
      held = wanted;
    }
    const price = close[i] as number;
    fastSum += price;
    slowSum += price;
    if (i >= fast) fastSum -= close[i - fast] as number;
    if (i >= slow) slowSum -= close[i - slow] as number;
    equity[i] = cash + held * price;
    if (i + 1 < slow) continue;
    const distance = fastSum * slow - slowSum * fast;
    const side = distance > 0 ? 1 : distance < 0 ? -1 : 0;
    if (side > 0 && before < 0) wanted = size;
    else if (side < 0 && before > 0) wanted = 0;
    before = side;
  }
  return { finalEquity: cash + held * (close[length - 1] as number), trades };
}
