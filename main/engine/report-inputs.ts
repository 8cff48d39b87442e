import type { AccountReport, ExecutionReport } from "../../shared/model/order.ts";

/**
 * A venue's word as it may enter the desk: at a time that can be told, `timeOf` its own, and in text that the record can
 * hold, with U+FFFD for half a character. What is right already stays the same object.
 */
export function heard<T extends ExecutionReport | AccountReport>(report: T, timeOf: (at: number) => number): T {
  const at = timeOf(report.at);
  let mended = at === report.at ? report : { ...report, at };
  for (const name in report) {
    const value = report[name];
    if (typeof value === "string" && !value.isWellFormed()) mended = { ...mended, [name]: value.toWellFormed() };
  }
  return mended;
}
