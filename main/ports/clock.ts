/** The time the desk lives by: the machine's clock on a desk, the market's in a command-line run. */
export interface Clock {
  /** UTC milliseconds. */
  now(): number;
  /** Nanoseconds of a clock that never goes back. */
  mono(): bigint;
}

/** How far a clock is from one that was asked. */
export interface ClockOffset {
  /** Who was asked. */
  readonly server: string;
  /** Milliseconds to add to the clock. */
  readonly offsetMs: number;
  /** The most the offset may be wrong by. */
  readonly errorMs: number;
}

/** What a venue said its clock showed, at some moment between the question and the answer. */
export interface VenueTime {
  /** UTC milliseconds. */
  readonly at: number;
  /** What the venue cuts off: its clock showed less than this more than it said. */
  readonly resolutionMs: number;
}
