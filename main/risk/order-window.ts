const windowMs = 1000;

/** Counts the orders of the last second of engine time: a sliding window, not a bucket that empties at once. */
export class OrderWindow {
  #times: number[] = [];

  /** Orders later than a second before `now`. */
  count(now: number): number {
    const from = now - windowMs;
    const first = this.#times.findIndex((at) => at > from);
    if (first < 0) this.#times.length = 0;
    else if (first > 0) this.#times.splice(0, first);
    return this.#times.length;
  }

  add(now: number): void {
    this.#times.push(now);
  }
}
