import type { BarColumns } from "../../../shared/model/market.ts";
import type { PlainResult, PlainRun } from "../plain-loop.ts";

/** Averages of one length; the value of bar `i` stands at `i - skipped`. */
export interface Averages {
  readonly values: ArrayLike<number>;
  readonly skipped: number;
}

/** Trades a crossing of two finished averages: what a library of indicators leaves to be written by hand. */
export function fold(
  { length, open, close }: BarColumns,
  run: PlainRun,
  fast: Averages,
  slow: Averages,
  equity: Float64Array,
): PlainResult {
  const { size, feeRate } = run;
  const [fasts, slows] = [fast.values, slow.values];
  let { cash } = run;
  let held = 0;
  let wanted = 0;
  let trades = 0;
  let before = 0;
  for (let i = 0; i < length; i++) {
    if (wanted !== held) {
      const notional = (wanted - held) * (open[i] as number);
      cash -= notional + Math.abs(notional) * feeRate;
      if (wanted === 0) trades += 1;
      held = wanted;
    }
    equity[i] = cash + held * (close[i] as number);
    if (i + 1 < run.slow) continue;
    const distance = (fasts[i - fast.skipped] as number) - (slows[i - slow.skipped] as number);
    const side = distance > 0 ? 1 : distance < 0 ? -1 : 0;
    if (side > 0 && before < 0) wanted = size;
    else if (side < 0 && before > 0) wanted = 0;
    before = side;
  }
  return { finalEquity: equity[length - 1] as number, trades };
}
