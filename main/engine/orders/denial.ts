import type { JournalData } from "../../../shared/model/journal-event.ts";
import type { Verdict } from "../../../shared/model/risk.ts";

/** What `order.denied` says: every rule that stood in the way. */
export function denial(orderId: string, verdict: Verdict): JournalData {
  const failed = verdict.rows.filter((row) => row.outcome === "fail");
  return { orderId, codes: failed.map((row) => row.code), reason: failed.map((row) => row.text).join("; ") };
}
