interface Wait {
  readonly seq: number;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/** Who waits for which event to be on disk. */
export class DurableWaits {
  readonly #listeners = new Set<(durableSeq: number) => void>();
  #waits: Wait[] = [];
  #durableSeq = -1;

  get durableSeq(): number {
    return this.#durableSeq;
  }

  listen(listener: (durableSeq: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  wait(seq: number): Promise<void> {
    if (seq <= this.#durableSeq) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waits.push({ seq, resolve, reject });
    return promise;
  }

  /** Everything up to `durableSeq` is on disk: listeners hear it first, in the order they came. */
  advance(durableSeq: number): void {
    if (durableSeq <= this.#durableSeq) return;
    this.#durableSeq = durableSeq;
    for (const listener of this.#listeners) listener(durableSeq);
    const due = this.#waits.filter(({ seq }) => seq <= durableSeq);
    if (due.length === 0) return;
    this.#waits = this.#waits.filter(({ seq }) => seq > durableSeq);
    for (const { resolve } of due) resolve();
  }

  /** Nothing more will reach the disk. */
  fail(failure: Error): void {
    const lost = this.#waits;
    this.#waits = [];
    for (const { reject } of lost) reject(failure);
  }
}
