import type { Timers } from "./timers.ts";

export interface Pacer {
  /** Something can be sent: flush now if the last flush is a tick ago, else at the next tick. */
  wake(): void;
  stop(): void;
}

export interface PacerOptions {
  tickMs: number;
  now(): number;
  timers: Timers;
  /** True while the transport is full; the flush is then tried again a tick later. */
  held(): boolean;
  /** Sends what may be sent; true when more could go at the next tick. */
  flush(): boolean;
}

/** At most one flush per display tick, none while nothing waits: a page cannot draw more often than that. */
export function createPacer({ tickMs, now, timers, held, flush }: PacerOptions): Pacer {
  let timer: unknown = null;
  let flushedAt = Number.NEGATIVE_INFINITY;
  let stopped = false;

  const arm = (afterMs: number): void => {
    timer = timers.set(tick, afterMs);
  };
  const tick = (): void => {
    timer = null;
    if (stopped) return;
    if (held()) {
      arm(tickMs);
      return;
    }
    flushedAt = now();
    if (flush()) arm(tickMs);
  };

  return {
    wake() {
      if (timer === null && !stopped) arm(Math.max(0, flushedAt + tickMs - now()));
    },
    stop() {
      stopped = true;
      if (timer !== null) timers.clear(timer);
      timer = null;
    },
  };
}
