import type { AccountReport, ExecutionReport } from "../../shared/model/order.ts";
import { wholeMillis } from "./market-inputs.ts";

/** Longer texts are cut: an event must stay short enough for a bundle. */
const mostCharacters = 4000;

/** A report as the desk takes it. A correction that is `untimed` has the time of its arrival, because its own could not be told. */
export type Heard<T> = T & { readonly untimed?: boolean };

/**
 * A venue's word as it may enter the desk: at a time that can be told, `timeOf` its own, and in text that the record can
 * hold, of bounded length and with U+FFFD for half a character. What is right already stays the same object.
 */
export function heard<T extends ExecutionReport | AccountReport>(report: T, timeOf: (at: number) => number): Heard<T> {
  const at = timeOf(report.at);
  let mended: Heard<T> = at === report.at ? report : { ...report, at };
  if (report.kind === "fill-corrected" && at !== wholeMillis(report.at)) mended = { ...mended, untimed: true };
  for (const name in report) {
    const value = report[name];
    if (typeof value !== "string" || (value.length <= mostCharacters && value.isWellFormed())) continue;
    mended = { ...mended, [name]: value.slice(0, mostCharacters).toWellFormed() };
  }
  return mended;
}
