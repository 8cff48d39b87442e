/** Counts what arrives at a venue that takes so many messages within a span of time. */
export class RateLimit {
  readonly #arrivals: number[] = [];
  readonly #orders: number;
  readonly #perMs: number;

  constructor({ orders, perMs }: { readonly orders: number; readonly perMs: number }) {
    this.#orders = orders;
    this.#perMs = perMs;
  }

  /** Takes a message in at `at`, or says in how many milliseconds there is room for one. */
  admit(at: number): { readonly retryAfterMs: number } | null {
    const arrivals = this.#arrivals;
    while ((arrivals[0] ?? Number.POSITIVE_INFINITY) <= at - this.#perMs) arrivals.shift();
    const oldest = arrivals[0];
    if (arrivals.length >= this.#orders && oldest !== undefined) {
      return { retryAfterMs: Math.max(1, Math.ceil(oldest + this.#perMs - at)) };
    }
    arrivals.push(at);
    return null;
  }

  /** What a refusal says, with the back-off a client should keep. */
  reason({ retryAfterMs }: { readonly retryAfterMs: number }): string {
    return `more than ${this.#orders} orders in ${this.#perMs} ms; retry after ${retryAfterMs} ms`;
  }
}
