import type { JournalData } from "../../../shared/model/journal-event.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";

/** When a fill happened, RFC 3339: the venue's own time where the event tells it, else `at`, when it was written down. */
export function reportedAt(data: JournalData, at: string): string {
  const reported = data["reportedAt"];
  return typeof reported === "number" ? toRfc3339(reported) : at;
}
