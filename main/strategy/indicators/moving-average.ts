/** The simple average of the last `length` inputs, kept as a running sum: exact as long as inputs and their sum are exact doubles. */
export interface MovingAverage {
  /** Takes the next input; NaN until `length` inputs have come. */
  next(value: number): number;
}

class RunningAverage implements MovingAverage {
  private readonly window: Float64Array;
  private readonly length: number;
  /** Minus zero is a double, so the field holds doubles from the start; a plain zero would begin as an integer. */
  private sum = -0;
  private missing: number;
  private oldest = 0;

  constructor(length: number) {
    this.window = new Float64Array(length);
    this.length = length;
    this.missing = length;
  }

  next(value: number): number {
    const { window, oldest, length } = this;
    const sum = this.sum + (value - (window[oldest] as number));
    this.sum = sum;
    window[oldest] = value;
    this.oldest = oldest + 1 === length ? 0 : oldest + 1;
    if (this.missing > 0 && --this.missing > 0) return Number.NaN;
    return sum / length;
  }
}

/** Creates a simple moving average over `length` inputs, 1 or more. */
export function movingAverage(length: number): MovingAverage {
  return new RunningAverage(length);
}
