/** What a queued input is; kept as a number beside its instrument. */
export const tickInput = 0;
export const barInput = 1;

const stride = 8;

/**
 * The bounded ring of market inputs, as typed arrays: nothing is allocated per input. A slot holds eight doubles:
 * `at, bid, ask, last, size` for a tick, `openTime, intervalMs, open, high, low, close, volume` for a bar.
 */
export class MarketQueue {
  readonly capacity: number;
  /** The doubles of all slots; {@link MarketQueue.head} is where the oldest begins. */
  readonly values: Float64Array;
  length = 0;
  /** How often an input was refused. */
  refusals = 0;
  readonly #topics: Int32Array;
  readonly #mask: number;
  #read = 0;
  #write = 0;
  #waiting = false;
  readonly #listeners = new Set<() => void>();

  constructor(capacity: number) {
    let slots = 1;
    while (slots < capacity) slots *= 2;
    this.capacity = capacity;
    this.values = new Float64Array(slots * stride);
    this.#topics = new Int32Array(slots);
    this.#mask = slots - 1;
  }

  /** Puts an input at the end; `false` when the queue is full, and then {@link MarketQueue.onSpace} will be told. */
  push(
    kind: number,
    instrument: number,
    a: number,
    b: number,
    c: number,
    d: number,
    e: number,
    f: number,
    g: number,
  ): boolean {
    if (this.length === this.capacity) {
      this.refusals++;
      this.#waiting = true;
      return false;
    }
    const slot = this.#write;
    const at = slot * stride;
    const values = this.values;
    this.#topics[slot] = instrument * 2 + kind;
    values[at] = a;
    values[at + 1] = b;
    values[at + 2] = c;
    values[at + 3] = d;
    values[at + 4] = e;
    values[at + 5] = f;
    values[at + 6] = g;
    this.#write = (slot + 1) & this.#mask;
    this.length++;
    return true;
  }

  /** Where the oldest input's doubles begin in {@link MarketQueue.values}. */
  get head(): number {
    return this.#read * stride;
  }

  /** `instrument × 2 + kind` of the oldest input. */
  get headTopic(): number {
    return this.#topics[this.#read] as number;
  }

  /** Forgets the oldest input. */
  shift(): void {
    this.#read = (this.#read + 1) & this.#mask;
    this.length--;
  }

  /** Whether someone who was refused may be told that the queue is half empty again. */
  get spaceToTell(): boolean {
    return this.#waiting && this.length * 2 <= this.capacity;
  }

  tellSpace(): void {
    this.#waiting = false;
    for (const listener of [...this.#listeners]) listener();
  }

  onSpace(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
