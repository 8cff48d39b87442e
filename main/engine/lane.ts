/** The lane for what must never wait behind the market or be dropped: reports, and news for agents about their orders. */
export class Lane {
  #items: (() => void)[] = [];
  #next = 0;

  get empty(): boolean {
    return this.#next === this.#items.length;
  }

  push(item: () => void): void {
    this.#items.push(item);
  }

  /** Handles everything in the lane, also what arrives meanwhile. */
  drain(): void {
    while (this.#next < this.#items.length) {
      const item = this.#items[this.#next++] as () => void;
      item();
    }
    this.#items.length = 0;
    this.#next = 0;
  }
}
