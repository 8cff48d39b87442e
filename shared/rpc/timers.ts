// The two functions every runtime of ours has; declared here because this room is compiled without Node's and the DOM's types.
declare function setTimeout(run: () => void, afterMs: number): unknown;
declare function clearTimeout(timer: unknown): void;

/** The timers a connection uses, passed in where a test turns the clock by hand. */
export interface Timers {
  set(run: () => void, afterMs: number): unknown;
  clear(timer: unknown): void;
}

/** The timers of Node and of the browser. */
export const platformTimers: Timers = {
  set: (run, afterMs) => setTimeout(run, afterMs),
  clear: (timer) => {
    clearTimeout(timer);
  },
};
