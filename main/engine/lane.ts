/** The lane for what must never wait behind the market or be dropped: reports, and news for agents about their orders. */
export class Lane {
  /** Items that are not handled yet: a plain field, because the loop looks at it several times per input. */
  length = 0;
  readonly #items: (() => void)[] = [];

  push(item: () => void): void {
    this.#items.push(item);
    this.length++;
  }

  /** Handles everything in the lane, also what arrives meanwhile. */
  drain(): void {
    const items = this.#items;
    while (this.length > 0) {
      const item = items[items.length - this.length] as () => void;
      this.length--;
      item();
    }
    items.length = 0;
  }
}
