type Values = readonly number[];

/** Simple moving average of the last `period` values; `NaN` until there are that many. */
export function sma(values: Values, period: number): number[] {
  const result = new Array<number>(values.length).fill(Number.NaN);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] ?? 0;
    if (i >= period) sum -= values[i - period] ?? 0;
    if (i >= period - 1) result[i] = sum / period;
  }
  return result;
}

/** Exponential moving average, smoothing `2 / (period + 1)`, started from the simple average of the first `period` values. */
export function ema(values: Values, period: number): number[] {
  const result = new Array<number>(values.length).fill(Number.NaN);
  const weight = 2 / (period + 1);
  let sum = 0;
  let last = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (i < period) sum += value;
    if (i < period - 1) continue;
    last = i === period - 1 ? sum / period : last + weight * (value - last);
    result[i] = last;
  }
  return result;
}

/** Relative strength index after Wilder (1978): smoothed gains over smoothed gains plus losses, 0 to 100. */
export function rsi(values: Values, period = 14): number[] {
  const result = new Array<number>(values.length).fill(Number.NaN);
  let gain = 0;
  let loss = 0;
  for (let i = 1; i < values.length; i++) {
    const change = (values[i] ?? 0) - (values[i - 1] ?? 0);
    const up = Math.max(0, change);
    const down = Math.max(0, -change);
    if (i <= period) {
      gain += up / period;
      loss += down / period;
    } else {
      gain = (gain * (period - 1) + up) / period;
      loss = (loss * (period - 1) + down) / period;
    }
    // A market that never moved is neither strong nor weak.
    if (i >= period) result[i] = gain + loss === 0 ? 50 : 100 * (gain / (gain + loss));
  }
  return result;
}
