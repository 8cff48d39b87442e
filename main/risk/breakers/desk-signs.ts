import type { CheckFactory, DeskSigns } from "./breaker-check.ts";

type Age = "journalWaitMs" | "journalFailedMs" | "feedDownMs";

/** A time that the desk measures has grown so long. */
const lasting =
  (age: Age, reason: (ms: string) => string): CheckFactory =>
  ({ limit }, signs: DeskSigns) => {
    const mostMs = Number(limit);
    return {
      isCrossed: () => signs[age] >= mostMs,
      find() {
        const ms = signs[age].toFixed(0);
        return { observed: ms, basis: "ms", reason: reason(ms) };
      },
    };
  };

/** The oldest event waits so long for the disk. */
export const journalSlow = lasting("journalWaitMs", (ms) => `an event has been waiting for the disk for ${ms} ms`);
/** The journal takes no events for so long. */
export const journalFailed = lasting("journalFailedMs", (ms) => `the journal has taken no events for ${ms} ms`);
/** The market data is not live for so long. */
export const feedDown = lasting("feedDownMs", (ms) => `the market data has not been live for ${ms} ms`);
