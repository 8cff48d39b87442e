/** The simple average of the last `length` inputs, kept as a running sum: exact as long as inputs and their sum are exact doubles. */
export interface MovingAverage {
  /** Takes the next input; NaN until `length` inputs have come. */
  next(value: number): number;
}

class RunningAverage implements MovingAverage {
  private readonly window: Float64Array;
  private sum = 0;
  private count = 0;
  private oldest = 0;

  constructor(length: number) {
    this.window = new Float64Array(length);
  }

  next(value: number): number {
    const { window } = this;
    const length = window.length;
    this.sum += value - (window[this.oldest] ?? 0);
    window[this.oldest] = value;
    this.oldest = this.oldest + 1 === length ? 0 : this.oldest + 1;
    if (this.count < length) {
      this.count++;
      if (this.count < length) return Number.NaN;
    }
    return this.sum / length;
  }
}

/** Creates a simple moving average over `length` inputs, 1 or more. */
export function movingAverage(length: number): MovingAverage {
  return new RunningAverage(length);
}
