import type { DeskHealth } from "../../shared/contract/desk.ts";
import type { ClockReading } from "../../shared/model/clock-reading.ts";

/** From here on an offset is warned of, in milliseconds. */
const driftingFromMs = 50;

/** How the clock stands, in words; what could not be measured is unknown, never good. */
export function clockHealth(reading: ClockReading | null): DeskHealth["clock"] {
  if (reading === null) {
    const detail =
      "No outside time source is set up, and the paper venue has no clock of its own: the offset of this clock is not measured.";
    return { state: "unknown", detail, offsetMs: null };
  }
  const { offsetMs, errorMs, source, failure } = reading;
  if (offsetMs === null) {
    return { state: "unknown", detail: `The offset of this clock is unknown: ${failure} (${source}).`, offsetMs: null };
  }
  const error = errorMs === null ? "" : `, at most ${errorMs.toFixed(1)} ms wrong`;
  return {
    state: Math.abs(offsetMs) > driftingFromMs ? "drifting" : "good",
    detail: `${source} says this clock is ${Math.abs(offsetMs).toFixed(1)} ms ${offsetMs < 0 ? "ahead" : "behind"}${error}.`,
    offsetMs,
  };
}
