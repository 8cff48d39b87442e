import type { Clock, ClockOffset, VenueTime } from "../ports/clock.ts";

/** The first question often waits for a connection: the quickest of so many is the most exact. */
const questions = 2;

/**
 * How far a clock is from a venue's: the venue read its own somewhere on the way there and back, in the middle as far as
 * anyone knows, and half the way is the most that is wrong by it. Throws what the venue's answer throws.
 */
export async function venueOffset(server: string, tell: () => Promise<VenueTime>, clock: Clock): Promise<ClockOffset> {
  let best: ClockOffset | null = null;
  for (let i = 0; i < questions; i++) {
    const askedAt = clock.now();
    const mono = clock.mono();
    const { at, resolutionMs } = await tell();
    const roundTripMs = Number(clock.mono() - mono) / 1e6;
    const offsetMs = at + resolutionMs / 2 - (askedAt + roundTripMs / 2);
    // The machine's clock is read in whole milliseconds.
    const errorMs = roundTripMs / 2 + resolutionMs / 2 + 1;
    if (best === null || errorMs < best.errorMs) best = { server, offsetMs, errorMs };
  }
  return best as ClockOffset;
}
