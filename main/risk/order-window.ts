const windowMs = 1000;
/** So many that no longer count are let go at once. */
const mostPassed = 1000;

/** Counts the orders of the last second of engine time: a sliding window, not a bucket that empties at once. */
export class OrderWindow {
  readonly #times: number[] = [];
  /** Where those begin that still count. */
  #first = 0;

  /** Orders later than a second before `now`. */
  count(now: number): number {
    const from = now - windowMs;
    const times = this.#times;
    while (this.#first < times.length && (times[this.#first] as number) <= from) this.#first++;
    if (this.#first === times.length || this.#first >= mostPassed) {
      times.splice(0, this.#first);
      this.#first = 0;
    }
    return times.length - this.#first;
  }

  add(now: number): void {
    this.#times.push(now);
  }
}
