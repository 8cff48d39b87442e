import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";

/** How far the wall clock and the monotonic one went apart between two looks, and how late the look was. */
export interface ClockJump {
  /** Milliseconds the wall clock went forward (or back, negative) beyond the time that passed. */
  readonly jumpMs: number;
  /** Milliseconds of the monotonic clock since the look before. */
  readonly passedMs: number;
}

/** An offset that a clock is slewed by stays far below this between two looks; setting it, or a sleep, does not. */
const toleranceMs = 2000;
/** A look so late means that the program did not run: it was stopped, or the machine slept with its clock running. */
const lateMs = 15_000;

/**
 * Tells when the wall clock was set, and when the machine slept: on Linux and macOS the monotonic clock stands still in a
 * sleep, so that the wall clock seems to jump; elsewhere it runs on and the look comes late. Ask about once a second.
 */
export function watchClock(clock: Clock): () => ClockJump | null {
  let wall = clock.now();
  let mono = clock.mono();
  return () => {
    const [nextWall, nextMono] = [clock.now(), clock.mono()];
    const passedMs = Number((nextMono - mono) / 1_000_000n);
    const jumpMs = nextWall - wall - passedMs;
    [wall, mono] = [nextWall, nextMono];
    return Math.abs(jumpMs) > toleranceMs || passedMs > lateMs ? { jumpMs, passedMs } : null;
  };
}

/** Writes a jump down, so that times that do not follow each other have their reason beside them. */
export function recordClockJump(journal: Journal, clock: Clock, jump: ClockJump | null): void {
  if (jump === null) return;
  journal.append({
    type: "clock.jumped",
    at: clock.now(),
    actor: { kind: "desk", id: "clock" },
    trace: journal.health().session,
    cause: null,
    data: { ...jump },
  });
}
