/** Items waiting for a reader's credit; bounded, whatever the reader does. */
export interface Outbox {
  /** False when there is no room left: the stream must end in `resync`. */
  push(item: unknown): boolean;
  /** Removes and returns the oldest items, at most `max`. */
  take(max: number): unknown[];
  clear(): void;
  readonly size: number;
}

/** Keeps the newest item per key, so that a slow reader skips what is outdated; `capacity` bounds the keys. */
export function latestOutbox(keyOf: (item: unknown) => string | number, capacity: number): Outbox {
  const newest = new Map<string | number, unknown>();
  return {
    push(item) {
      const key = keyOf(item);
      if (newest.size >= capacity && !newest.has(key)) return false;
      newest.set(key, item);
      return true;
    },
    take(max) {
      const taken: unknown[] = [];
      for (const [key, item] of newest) {
        if (taken.length >= max) break;
        taken.push(item);
        newest.delete(key);
      }
      return taken;
    },
    clear() {
      newest.clear();
    },
    get size() {
      return newest.size;
    },
  };
}

/** Keeps every item in order up to `capacity`. */
export function losslessOutbox(capacity: number): Outbox {
  let queue: unknown[] = [];
  let head = 0;
  return {
    push(item) {
      if (queue.length - head >= capacity) return false;
      queue.push(item);
      return true;
    },
    take(max) {
      const taken = queue.slice(head, head + max);
      head += taken.length;
      // Moving the rest forward only when half is used up keeps taking cheap and the array no longer than twice its content.
      if (head * 2 >= queue.length) {
        queue = queue.slice(head);
        head = 0;
      }
      return taken;
    },
    clear() {
      queue = [];
      head = 0;
    },
    get size() {
      return queue.length - head;
    },
  };
}
