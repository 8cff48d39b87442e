/** Timers as the page has them; passed in so that a test can turn the clock. */
export interface Timers {
  readonly now: () => number;
  readonly setTimeout: (run: () => void, ms: number) => unknown;
  readonly clearTimeout: (handle: unknown) => void;
}

const typingPauseMs = 120;
const quoteIntervalMs = 500;

/** Decides when a preview is asked: 120 ms after the last edit, and at most twice a second when only prices move. */
export function createPreviewPace(ask: () => void, timers: Timers) {
  let handle: unknown = null;
  let dueAt = Number.POSITIVE_INFINITY;
  let lastAt = Number.NEGATIVE_INFINITY;

  const schedule = (at: number): void => {
    timers.clearTimeout(handle);
    dueAt = at;
    handle = timers.setTimeout(
      () => {
        dueAt = Number.POSITIVE_INFINITY;
        lastAt = timers.now();
        ask();
      },
      Math.max(0, at - timers.now()),
    );
  };

  return {
    /** The ticket changed: ask after the person paused. */
    edited: (): void => schedule(timers.now() + typingPauseMs),
    /** The market moved: ask unless one is already due. */
    moved: (): void => {
      if (dueAt === Number.POSITIVE_INFINITY) schedule(Math.max(timers.now(), lastAt + quoteIntervalMs));
    },
    stop: (): void => {
      timers.clearTimeout(handle);
      dueAt = Number.POSITIVE_INFINITY;
    },
  };
}
