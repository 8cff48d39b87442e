import { create } from "zustand";
import { useNow } from "./use-now.ts";

export interface DeskClock {
  /** How far the desk's clock is ahead of this machine's, in milliseconds; a recorded market plays in its own time. */
  readonly offsetMs: number;
  /** Milliseconds that pass at the desk in one of ours: 1, or more while a recorded market plays fast. */
  readonly pace: number;
  /** What the desk's clock showed last, and when that arrived here. */
  readonly at: number;
  readonly receivedAt: number;
}

export const useDeskClock = create<DeskClock>(() => ({ offsetMs: 0, pace: 1, at: 0, receivedAt: 0 }));

/** Sets the clock by the desk's: it showed `at` when this machine's showed `receivedAt`. */
export function setDeskClock(at: number, receivedAt: number): void {
  useDeskClock.setState((last) => ({
    offsetMs: at - receivedAt,
    pace:
      last.receivedAt > 0 && receivedAt > last.receivedAt
        ? Math.max(1, (at - last.at) / (receivedAt - last.receivedAt))
        : 1,
    at,
    receivedAt,
  }));
}

/** What the desk's clock shows, UTC milliseconds, for comparing with a time stamp of the desk. */
export function deskNow(): number {
  return Date.now() + useDeskClock.getState().offsetMs;
}

/** What the desk's clock shows, renewed once a second or when it jumps: every age of a desk time stamp is taken from it. */
export function useDeskNow(): number {
  // Whole seconds, so that the jitter of the pulse draws nothing anew.
  const offsetMs = useDeskClock((clock) => Math.round(clock.offsetMs / 1000) * 1000);
  return useNow() + offsetMs;
}
