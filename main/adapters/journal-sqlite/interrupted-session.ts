import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import { lastSessionOpened } from "./last-session.ts";
import type { Db } from "./open-database.ts";

/**
 * What `session.recovered` says of a session that ended without `session.closed`: which one, how far it came, how much of
 * it no checkpoint covers. `null` when the last session closed.
 */
export function readInterruption(db: Db): JournalData | null {
  const last = db.prepare("SELECT seq, bytes, type FROM events ORDER BY seq DESC LIMIT 1").get() as
    | { seq: number; bytes: string; type: string }
    | undefined;
  if (!last || last.type === "session.closed") return null;
  const sealed = db.prepare("SELECT COALESCE(MAX(size), 0) AS size FROM checkpoints").get() as { size: number };
  const event = JSON.parse(last.bytes) as JournalEvent;
  return {
    session: event.session,
    lastSeq: last.seq,
    lastAt: event.at,
    events: last.seq - (lastSessionOpened(db)?.seq ?? 0) + 1,
    uncovered: last.seq + 1 - sealed.size,
  };
}
