import type { CheckFactory } from "./breaker-check.ts";

/** How long an offset may be unknown before it counts as too far: servers take a moment, and may miss one. */
const unknownForMs = 60_000;

/** The desk's clock is so far off, or nobody could say for a minute. Where nothing is asked for the time it never trips. */
export const clockDrift: CheckFactory = ({ limit }, signs) => {
  const mostMs = Number(limit);
  let unknownSince = Number.NaN;
  return {
    isCrossed({ now }) {
      const { clock } = signs;
      if (clock === null || clock.offsetMs !== null) {
        unknownSince = Number.NaN;
        return clock !== null && Math.abs(clock.offsetMs as number) >= mostMs;
      }
      if (Number.isNaN(unknownSince)) unknownSince = now;
      return now - unknownSince >= unknownForMs;
    },
    find() {
      const { offsetMs, source = "", failure = "" } = signs.clock ?? { offsetMs: null };
      if (offsetMs === null)
        return { observed: "unknown", basis: source, reason: `the clock's offset is unknown: ${failure}` };
      const off = Math.abs(offsetMs).toFixed(1);
      return { observed: off, basis: source, reason: `the clock is ${off} ms ${offsetMs < 0 ? "ahead" : "behind"}` };
    },
  };
};
