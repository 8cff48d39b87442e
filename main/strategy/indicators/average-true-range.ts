import type { Bar } from "../../../shared/model/market.ts";

/** The usual range of a bar, gaps included (J. Welles Wilder, 1978): a plain mean until `length` bars are there, then smoothed. */
export interface AverageTrueRange {
  /** Takes the next closed bar; NaN until `length` bars have come. */
  next(bar: Bar): number;
}

class WilderRange implements AverageTrueRange {
  private readonly length: number;
  private count = 0;
  private average = 0;
  private previousClose = Number.NaN;

  constructor(length: number) {
    this.length = length;
  }

  next({ high, low, close }: Bar): number {
    let range = high - low;
    if (high - this.previousClose > range) range = high - this.previousClose;
    if (this.previousClose - low > range) range = this.previousClose - low;
    this.previousClose = close;
    if (this.count < this.length) this.count++;
    this.average = (this.average * (this.count - 1) + range) / this.count;
    return this.count < this.length ? Number.NaN : this.average;
  }
}

/** Creates an average true range over `length` bars, 1 or more. */
export function averageTrueRange(length: number): AverageTrueRange {
  return new WilderRange(length);
}
