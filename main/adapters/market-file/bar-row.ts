import { toRfc3339 } from "../../../shared/model/time.ts";
import type { BadRow } from "./data-fault.ts";

/** Why a bar cannot be true, or `null` when it can. Prices must be above zero, volume zero or more. */
export function whyBadBar(open: number, high: number, low: number, close: number, volume: number): BadRow | null {
  // One comparison chain for the good case: NaN fails every comparison.
  if (low > 0 && high >= low && open >= low && open <= high && close >= low && close <= high && volume >= 0) {
    return high < Number.POSITIVE_INFINITY && volume < Number.POSITIVE_INFINITY
      ? null
      : { code: "DATA-PRICE", reason: "a number is infinite" };
  }
  for (const [name, value] of Object.entries({ open, high, low, close, volume })) {
    if (Number.isNaN(value)) return { code: "DATA-NAN", reason: `${name} is not a number` };
  }
  for (const [name, value] of Object.entries({ open, high, low, close })) {
    if (value <= 0) return { code: "DATA-PRICE", reason: `${name} ${value} is not above zero` };
  }
  if (high < low) return { code: "DATA-HIGH-LOW", reason: `high ${high} is below low ${low}` };
  if (open < low || open > high)
    return { code: "DATA-RANGE", reason: `open ${open} is outside low ${low} to high ${high}` };
  if (close < low || close > high)
    return { code: "DATA-RANGE", reason: `close ${close} is outside low ${low} to high ${high}` };
  return { code: "DATA-VOLUME", reason: `volume ${volume} is negative` };
}

/** Why a row's time cannot follow the one before, or `null` when it can. */
export function whyBadTime(at: number, previous: number, rows: number, mayRepeat: boolean): BadRow | null {
  if (Number.isNaN(at))
    return { code: "DATA-TIME", reason: "the time is neither ISO 8601 nor a unix time before the year 3000" };
  if (at > previous || (mayRepeat && at === previous)) return null;
  if (at === previous) return { code: "DATA-TIME-BACK", reason: `${toRfc3339(at)} appears twice` };
  const newestFirst = rows === 1 ? "; the file looks newest first, sort it ascending" : "";
  return {
    code: "DATA-TIME-BACK",
    reason: `time goes backwards: ${toRfc3339(at)} after ${toRfc3339(previous)}${newestFirst}`,
  };
}
