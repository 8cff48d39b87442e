import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import { readEvent } from "../../audit/event-text.ts";
import { lastSessionOpened } from "./last-session.ts";
import type { Db } from "./open-database.ts";

/**
 * What `session.recovered` says of a session that ended without `session.closed`: which one, how far it came, how much of
 * it no checkpoint covers. `null` when the last session closed. `beside` is what the side log holds behind the journal.
 */
export function readInterruption(db: Db, beside: readonly JournalEvent[]): JournalData | null {
  const last = beside.at(-1) ?? lastStored(db);
  if (last === null || last.type === "session.closed") return null;
  const sealed = db.prepare("SELECT COALESCE(MAX(size), 0) AS size FROM checkpoints").get() as { size: number };
  const opened = beside.findLast(({ type }) => type === "session.opened") ?? lastSessionOpened(db);
  return {
    session: last.session,
    lastSeq: last.seq,
    lastAt: last.at,
    events: last.seq - (opened?.seq ?? 0) + 1,
    uncovered: last.seq + 1 - sealed.size,
  };
}

function lastStored(db: Db): JournalEvent | null {
  const bytes = db.prepare("SELECT bytes FROM events ORDER BY seq DESC LIMIT 1").pluck().get();
  return typeof bytes === "string" ? readEvent(bytes) : null;
}
