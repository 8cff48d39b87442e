import type { BarEvent, TickEvent } from "./agent.ts";

/** What waits at the desk for a price or a time: the loop compares two numbers per input while nothing is reached. */
export interface Standing {
  readonly triggers: { readonly waiting: number };
  readonly deadlines: { readonly next: number };
  onTick(tick: TickEvent, lasts: Float64Array): void;
  onBar(bar: BarEvent): void;
  onTime(at: number): void;
  /** Does what has waited long enough, though the engine's time may stand still; returns whether there was anything. */
  retryOverdue(): boolean;
}

/** Who looks at the account after an input. */
export interface Watched {
  /** Whether there is anything to look at: the loop reads it on every input. */
  readonly awake: boolean;
  /** Looks, and acts; returns whether it did anything that has consequences. */
  look(): boolean;
  /** Looks at a range of prices that an instrument has gone through by the time `at`, UTC milliseconds. */
  lookBack(instrument: number, low: number, high: number, at: number): void;
}

/** An account that nobody looks at. */
export const unwatched: Watched = { awake: false, look: () => false, lookBack: () => undefined };

/** A desk at which nothing waits. */
export const nothingStands: Standing = {
  triggers: { waiting: 0 },
  deadlines: { next: Number.POSITIVE_INFINITY },
  onTick: () => undefined,
  onBar: () => undefined,
  onTime: () => undefined,
  retryOverdue: () => false,
};
