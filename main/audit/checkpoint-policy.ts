import type { JournalEventType } from "../../shared/model/journal-event.ts";

/** A checkpoint is signed at least every so many events, and so long after the first event it does not cover. */
export const checkpointEveryEvents = 256;
export const checkpointEveryMs = 60_000;

const sealing: ReadonlySet<JournalEventType> = new Set<JournalEventType>([
  "session.opened",
  "session.closed",
  "account.day_rolled",
  "risk.breached",
  "risk.breaker_tripped",
  "risk.state_changed",
  "risk.locked_out",
  "kill_switch.engaged",
  "kill_switch.released",
  "key.rotated",
  "key.revoked",
]);

/** Whether an event is sealed by a checkpoint at once, because someone may later want to deny or move it. */
export function sealsJournal(type: JournalEventType): boolean {
  return sealing.has(type);
}
