/** What a feed needs to pace itself; tests drive it by hand. */
export interface FeedTimer {
  /** Calls `run` once, no sooner than `delayMs` from now; 0 means as soon as other work had its turn. Returns the way to cancel. */
  after(delayMs: number, run: () => void): () => void;
}

/** The timers of this process. */
export const systemTimer: FeedTimer = {
  after(delayMs, run) {
    if (delayMs <= 0) {
      const immediate = setImmediate(run);
      return () => clearImmediate(immediate);
    }
    const timeout = setTimeout(run, delayMs);
    return () => clearTimeout(timeout);
  },
};
