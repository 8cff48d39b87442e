import type { BarWindow } from "../../shared/contract/market.ts";
import type { Bar } from "../../shared/model/market.ts";

/** The bars of one chart, oldest first, one per open time. */
export class BarHistory {
  readonly openTime: number[] = [];
  readonly open: number[] = [];
  readonly high: number[] = [];
  readonly low: number[] = [];
  readonly close: number[] = [];
  readonly volume: number[] = [];
  /** Counts every change to a bar before the last: whoever walked along the bars must walk again. */
  past = 0;

  get length(): number {
    return this.openTime.length;
  }

  at(index: number): Bar | undefined {
    const openTime = this.openTime[index];
    if (openTime === undefined) return undefined;
    return {
      openTime,
      open: this.open[index] ?? 0,
      high: this.high[index] ?? 0,
      low: this.low[index] ?? 0,
      close: this.close[index] ?? 0,
      volume: this.volume[index] ?? 0,
    };
  }

  last(): Bar | undefined {
    return this.at(this.length - 1);
  }

  /** The index of the bar that covers this time, or of the nearest one before it; -1 before the first. */
  indexAt(time: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.openTime[middle] ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Puts an older window in front; bars that are already here stay. Returns how many came in. */
  prepend(window: BarWindow): number {
    const first = this.openTime[0] ?? Number.POSITIVE_INFINITY;
    const count = window.openTime.filter((time) => time < first).length;
    for (const key of ["openTime", "open", "high", "low", "close", "volume"] as const)
      this[key].unshift(...window[key].slice(0, count));
    if (count > 0) this.past += 1;
    return count;
  }

  /**
   * Takes a live bar: replaces the one of its open time or goes to the end.
   * Returns whether it touched the last bar; a correction further back needs a redraw, an unknown older bar is ignored.
   */
  take(bar: Bar): "last" | "earlier" | "ignored" {
    const last = this.openTime.at(-1) ?? Number.NEGATIVE_INFINITY;
    const index = bar.openTime > last ? this.length : this.indexAt(bar.openTime);
    if (index < this.length && this.openTime[index] !== bar.openTime) return "ignored";
    for (const key of ["openTime", "open", "high", "low", "close", "volume"] as const) this[key][index] = bar[key];
    if (index === this.length - 1) return "last";
    this.past += 1;
    return "earlier";
  }
}
