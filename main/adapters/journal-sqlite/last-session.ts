import { readEvent } from "../../audit/event-text.ts";
import type { Db } from "./open-database.ts";
import { keyLabel } from "./schema.ts";

/** The event with which a session began. */
export interface SessionOpened {
  readonly seq: number;
  readonly bytes: string;
}

/**
 * The beginning of the last session: it announces the session's key, and is found by the label of what does, however long the
 * session was. Only where labels lead elsewhere, as the last event's own word tells, all rows are looked through. `undefined`
 * where no session ever began.
 */
export function lastSessionOpened(db: Db): SessionOpened | undefined {
  const last = db.prepare("SELECT bytes FROM events ORDER BY seq DESC LIMIT 1").pluck().get();
  if (typeof last !== "string") return undefined;
  const labelled = db
    .prepare(
      `SELECT events.seq, bytes FROM labels JOIN label_events USING (no) JOIN events USING (seq)
       WHERE label = ? AND type = 'session.opened' ORDER BY label_events.seq DESC LIMIT 1`,
    )
    .get(keyLabel) as SessionOpened | undefined;
  if (labelled !== undefined && readEvent(labelled.bytes).session === readEvent(last).session) return labelled;
  return db.prepare("SELECT seq, bytes FROM events WHERE type = 'session.opened' ORDER BY seq DESC LIMIT 1").get() as
    | SessionOpened
    | undefined;
}
