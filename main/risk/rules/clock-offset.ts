import { answer, off, type Rule, unknown } from "../rule.ts";

export const clockOffset: Rule = {
  code: "RISK-044",
  name: "Clock offset",
  text: "With the desk's clock too far off, or with an offset that nobody could measure, nothing opens.",
  setting: "risk.maxClockOffsetMs",
  silent: "unset",
  validity: false,
  measure({ view, limits }) {
    const limit = limits.maxClockOffsetMs;
    if (limit === undefined) return off;
    const { clock } = view.brakes;
    if (clock === null) return unknown("Nobody measures the clock: set servers to ask for the time", `${limit}`);
    const { offsetMs, errorMs, source, failure } = clock;
    if (offsetMs === null) return unknown(`The clock's offset is unknown: ${failure}`, `${limit}`);
    const offMs = Math.abs(offsetMs);
    return answer(offMs <= limit, () => ({
      observed: offMs.toFixed(3),
      limit: `${limit}`,
      headroom: (limit - offMs).toFixed(3),
      text: `The clock is ${offMs.toFixed(1)} ms ${offsetMs < 0 ? "ahead" : "behind"}, give or take ${(errorMs ?? 0).toFixed(1)} ms, as ${source} says; at most ${limit} ms`,
    }));
  },
};
