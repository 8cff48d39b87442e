/** The time the desk lives by: the machine's clock on a desk, the market's in a command-line run. */
export interface Clock {
  /** UTC milliseconds. */
  now(): number;
  /** Nanoseconds of a clock that never goes back. */
  mono(): bigint;
}
