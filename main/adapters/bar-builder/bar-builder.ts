import type { Bar } from "../../../shared/model/market.ts";

/** Turns ticks, or closed bars of a shorter interval, into bars of `intervalMs`. */
export interface BarBuilder {
  readonly intervalMs: number;
  /** Takes a trade; `at` is UTC milliseconds. A tick of a bar that has closed already is counted in {@link late} and left out. */
  tick(at: number, price: number, size: number): void;
  /** Takes a closed bar of a shorter interval that divides this one. Feed either ticks or bars, not both. */
  bar(bar: Readonly<Bar>): void;
  /** Closes the forming bar when its interval is over at `at`: a quiet market closes bars too. */
  closeUpTo(at: number): void;
  /** The bar that is being built, `null` before the first tick of its interval. The builder reuses it: copy what you keep. */
  readonly forming: Readonly<Bar> | null;
  /** Ticks that came after their bar had closed. */
  readonly late: number;
}

/**
 * Bars are aligned to UTC multiples of `intervalMs` since 1970. An interval without a tick gives no bar. `onClosed` gets
 * the builder's own object, which the next bar overwrites.
 */
export function createBarBuilder(intervalMs: number, onClosed: (bar: Readonly<Bar>) => void): BarBuilder {
  const bar: Bar = { openTime: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  let isForming = false;
  let closedUpTo = Number.NEGATIVE_INFINITY;
  let late = 0;

  const close = (): void => {
    isForming = false;
    closedUpTo = bar.openTime + intervalMs;
    onClosed(bar);
  };

  const add = (at: number, open: number, high: number, low: number, last: number, volume: number): void => {
    if (isForming && at >= bar.openTime + intervalMs) close();
    if (at < closedUpTo || (isForming && at < bar.openTime)) {
      late += 1;
      return;
    }
    if (!isForming) {
      isForming = true;
      bar.openTime = Math.floor(at / intervalMs) * intervalMs;
      bar.open = open;
      bar.high = high;
      bar.low = low;
      bar.volume = 0;
    }
    if (high > bar.high) bar.high = high;
    if (low < bar.low) bar.low = low;
    bar.close = last;
    bar.volume += volume;
  };

  return {
    intervalMs,
    tick: (at, price, size) => add(at, price, price, price, price, size),
    bar: (next) => add(next.openTime, next.open, next.high, next.low, next.close, next.volume),
    closeUpTo(at) {
      if (isForming && at >= bar.openTime + intervalMs) close();
    },
    get forming() {
      return isForming ? bar : null;
    },
    get late() {
      return late;
    },
  };
}
