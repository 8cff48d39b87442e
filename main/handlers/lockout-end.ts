import type { Clock } from "../ports/clock.ts";

/**
 * When a lockout of so many milliseconds ends, UTC milliseconds: counted from the clock or from the engine's time, which never
 * goes back, whichever is later, so that a clock set back does not shorten it.
 */
export function lockoutEnd(
  { clock, engine }: { readonly clock: Pick<Clock, "now">; readonly engine: { now(): number } },
  forMs: number,
): number {
  return Math.max(clock.now(), engine.now()) + forMs;
}
