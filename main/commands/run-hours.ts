import { readFileSync } from "node:fs";
import { Fault } from "../../shared/model/fault.ts";
import { TradingHours } from "../../shared/model/trading-hours.ts";
import { zonedTime } from "../../shared/model/zoned-time.ts";

const remedy =
  'Give a JSON object such as {"zone": "America/New_York", "sessions": [{"day": 1, "open": "09:30", "close": "16:00"}]}, days from 1 for Monday, and holidays as dates where there are any.';

/** When the instrument of a run trades: from a file, in the form of {@link TradingHours}. Throws `RUN-HOURS-FILE`. */
export function readRunHours(file: string): TradingHours {
  try {
    const hours = TradingHours.parse(JSON.parse(readFileSync(file, "utf8")));
    // A zone that does not exist is refused here, and not at the first order.
    zonedTime(hours.zone).dayAt(0);
    return hours;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault("RUN-HOURS-FILE", "validation", `The trading hours in ${file} cannot be used: ${why}.`, remedy);
  }
}
