import type { ClockReading } from "../../shared/model/clock-reading.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";

/** How many of the newest events are read for the time they tell. */
const newest = 256;

/**
 * The time that lockouts count in, UTC milliseconds. Within a run it goes with the monotonic clock, so that no setting of
 * the machine's clock brings an end nearer; it begins at the machine's clock or at the journal's newest event, whichever
 * is later, so that a clock set back does not begin it anew. A measured offset tells of a clock that was set forward while
 * no desk ran: then the measured time counts. It also tells what the monotonic clock has slept through: the machine's clock
 * is believed up to the moment of a measurement that bears it out, as a start at that moment would believe it.
 */
export function lockClock(machine: Clock, journal: Journal, reading: () => ClockReading | null): () => number {
  let known = Math.max(machine.now(), newestEventAt(journal));
  let knownAt = machine.mono();
  let measuredAt: number | null = null;
  return () => {
    const mono = machine.mono();
    const elapsed = known + Number((mono - knownAt) / 1_000_000n);
    const { offsetMs = null, errorMs, at = null } = reading() ?? {};
    if (offsetMs === null) return elapsed;
    const error = errorMs ?? 0;
    if (at !== null && at !== measuredAt) {
      measuredAt = at;
      const borneOut = Math.floor(at + Math.min(0, offsetMs - error));
      if (borneOut > elapsed) [known, knownAt] = [borneOut, mono];
    }
    const passed = known + Number((mono - knownAt) / 1_000_000n);
    return Math.min(passed, machine.now() + offsetMs + error);
  };
}

function newestEventAt(journal: Journal): number {
  let at = Number.NEGATIVE_INFINITY;
  const { events } = journal.health();
  for (const { text } of journal.read({ from: Math.max(0, events - newest) })) {
    const told = Date.parse((JSON.parse(text) as { at: string }).at);
    if (told > at) at = told;
  }
  return at;
}
