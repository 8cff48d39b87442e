const windowMs = 1000;

/** Counts the orders of the last second of engine time: a sliding window, not a bucket that empties at once. */
export class OrderWindow {
  #times: number[] = [];

  /** Orders later than a second before `now`. */
  count(now: number): number {
    const from = now - windowMs;
    const times = this.#times;
    let first = 0;
    while (first < times.length && (times[first] as number) <= from) first++;
    if (first === times.length) times.length = 0;
    else if (first > 0) times.splice(0, first);
    return times.length;
  }

  add(now: number): void {
    this.#times.push(now);
  }
}
