import type { BarHistory } from "./bar-history.ts";
import type { Running } from "./indicators.ts";

/** The values of one indicator over a history. A live bar costs one step; only another past is walked again. */
export class IndicatorValues {
  private readonly start: () => Running;
  private running: Running;
  private taken = 0;
  private history: BarHistory | null = null;
  private past = -1;
  private values: number[] = [];

  constructor(start: () => Running) {
    this.start = start;
    this.running = start();
  }

  /** One value per bar as the history stands now; the same array grows from call to call while the past stays. */
  of(history: BarHistory): readonly number[] {
    if (history !== this.history || history.past !== this.past) {
      this.running = this.start();
      this.taken = 0;
      this.history = history;
      this.past = history.past;
      this.values = [];
    }
    const { close, length } = history;
    for (; this.taken < length - 1; this.taken++) {
      const final = close[this.taken] ?? 0;
      this.values[this.taken] = this.running.peek(final);
      this.running.take(final);
    }
    if (length > 0) this.values[length - 1] = this.running.peek(close[length - 1] ?? 0);
    return this.values;
  }
}
