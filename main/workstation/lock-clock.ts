import type { ClockReading } from "../../shared/model/clock-reading.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";

/** How many of the newest events are read for the time they tell. */
const newest = 256;

/**
 * The time that lockouts count in, UTC milliseconds. Within a run it goes with the monotonic clock, so that no setting of
 * the machine's clock brings an end nearer; it begins at the machine's clock or at the journal's newest event, whichever
 * is later, so that a clock set back does not begin it anew. A measured offset tells of a clock that was set forward while
 * no desk ran: then the measured time counts.
 */
export function lockClock(machine: Clock, journal: Journal, reading: () => ClockReading | null): () => number {
  const startedAt = Math.max(machine.now(), newestEventAt(journal));
  const mono = machine.mono();
  return () => {
    const elapsed = startedAt + Number((machine.mono() - mono) / 1_000_000n);
    const measured = reading();
    const { offsetMs = null, errorMs = null } = measured ?? {};
    return offsetMs === null ? elapsed : Math.min(elapsed, machine.now() + offsetMs + (errorMs ?? 0));
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
