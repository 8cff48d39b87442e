/** An indicator that walks along closes, oldest first; `NaN` until it has enough of them behind it. */
export interface Running {
  /** Its value if `close` came next. The bar that still moves is only looked at. */
  peek(close: number): number;
  /** Takes a close that is final. */
  take(close: number): void;
}

/** Simple moving average of the last `period` closes. */
export function runningSma(period: number): Running {
  const window: number[] = [];
  let sum = 0;
  let count = 0;
  const sumWith = (close: number): number => sum + close - (count < period ? 0 : (window[count % period] ?? 0));
  return {
    peek: (close) => (count + 1 < period ? Number.NaN : sumWith(close) / period),
    take(close) {
      sum = sumWith(close);
      window[count % period] = close;
      count += 1;
    },
  };
}

/** Exponential moving average, smoothing `2 / (period + 1)`, started from the simple average of the first `period` closes. */
export function runningEma(period: number): Running {
  const weight = 2 / (period + 1);
  let sum = 0;
  let last = 0;
  let count = 0;
  const valueWith = (close: number): number =>
    count + 1 < period ? Number.NaN : count + 1 === period ? (sum + close) / period : last + weight * (close - last);
  return {
    peek: valueWith,
    take(close) {
      last = valueWith(close);
      sum += close;
      count += 1;
    },
  };
}

/** Relative strength index after Wilder (1978): smoothed gains over smoothed gains plus losses, 0 to 100. */
export function runningRsi(period: number): Running {
  let gain = 0;
  let loss = 0;
  let last = 0;
  let count = 0;
  const smoothed = (average: number, change: number): number =>
    count <= period ? average + change / period : (average * (period - 1) + change) / period;
  return {
    peek(close) {
      if (count < period) return Number.NaN;
      const up = smoothed(gain, Math.max(0, close - last));
      const down = smoothed(loss, Math.max(0, last - close));
      // A market that never moved is neither strong nor weak.
      return up + down === 0 ? 50 : 100 * (up / (up + down));
    },
    take(close) {
      if (count > 0) {
        gain = smoothed(gain, Math.max(0, close - last));
        loss = smoothed(loss, Math.max(0, last - close));
      }
      last = close;
      count += 1;
    },
  };
}
