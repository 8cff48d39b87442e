import type { LatchedBreaker } from "../../shared/model/breaker.ts";
import type { ClockReading } from "../../shared/model/clock-reading.ts";
import type { Latches } from "./latches.ts";

/** What keeps the gate shut whatever an order looks like. */
export interface Brakes {
  /** Breakers that have tripped and not been re-armed, oldest first. */
  readonly latched: readonly LatchedBreaker[];
  /** The lockout that still runs. */
  readonly lockout: { readonly until: number; readonly reason: string; readonly leftMs: number } | null;
  /** How far the desk's clock is off; `null` where nobody measures it. */
  readonly clock: ClockReading | null;
}

/** What only the desk outside of the core knows of time. */
export interface TimeSigns {
  /** The time that lockouts count in, UTC milliseconds: no setting of the clock brings it forward within a run. */
  readonly lockNow?: () => number;
  readonly clockReading?: () => ClockReading | null;
}

/** Nothing is tripped, locked or measured. */
export const openBrakes: Brakes = { latched: [], lockout: null, clock: null };

export function brakesOf(latches: Latches, now: number, signs: TimeSigns): Brakes {
  return {
    latched: latches.list(),
    lockout: runningLockout(latches, signs.lockNow?.() ?? now),
    clock: signs.clockReading?.() ?? null,
  };
}

/** The lockout as long as it runs at a time. */
export function runningLockout({ lockout }: Latches, now: number): Brakes["lockout"] {
  if (lockout === null || now >= lockout.until) return null;
  const { until, reason } = lockout;
  return { until, reason, leftMs: until - now };
}
