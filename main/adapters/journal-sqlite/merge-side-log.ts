import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { readEvent, stageEvent } from "../../audit/event-text.ts";
import { noPrevious } from "../../audit/leaf.ts";
import type { EventReader } from "./event-reader.ts";
import type { EventWriter } from "./event-writer.ts";
import { reachStep } from "./journal-step.ts";
import { placedAlone } from "./placed-event.ts";
import type { StagedEvent } from "./writer-messages.ts";

/** The same event under another number; causes among the moved ones move along. */
function renumber(event: StagedEvent, by: number, first: number): StagedEvent {
  const { type, at, actor, trace, cause, data, mono, session } = keptEvent(event);
  const moved = cause !== null && cause >= first ? cause + by : cause;
  const seq = event.seq + by;
  const staged = { type, at: Date.parse(at), actor, trace, cause: moved, data };
  return { ...event, seq, ...stageEvent(staged, seq, BigInt(mono), session) };
}

/** The journal's last event. */
function lastOf(reader: EventReader): JournalEvent {
  const [last] = reader.read(reader.tip(), reader.tip());
  return readEvent(last?.text ?? "{}");
}

/** What was kept aside without the hash of an event before it. */
export const keptText = ({ head, tail }: StagedEvent): string => `${head}${noPrevious}${tail}`;
export const keptEvent = (event: StagedEvent): JournalEvent => readEvent(keptText(event));

/** Whether what was kept goes on from the journal: of its last session, or of one that the log itself begins. */
function goesOn(stored: JournalEvent, first: JournalEvent): boolean {
  return first.type === "session.opened" || first.session === stored.session;
}

/** Whether the journal ends with this event, under whatever number. */
function sameMoment(stored: JournalEvent, kept: JournalEvent): boolean {
  return stored.session === kept.session && stored.mono === kept.mono;
}

/**
 * What the side log kept and the journal has not: what a merge brought that was cut short after its commit is not among it,
 * and neither is an older log that was put back.
 */
export function notMerged(reader: EventReader, kept: readonly StagedEvent[]): readonly StagedEvent[] {
  const next = reader.tip() + 1;
  const missing = kept.filter(({ seq }) => seq >= next);
  const [first] = missing;
  if (!first) return missing;
  const stored = lastOf(reader);
  return goesOn(stored, keptEvent(first)) && !sameMoment(stored, keptEvent(missing.at(-1) ?? first)) ? missing : [];
}

/**
 * Brings into the journal what the side log kept, in its order and with its own times and session. Events between the
 * journal's end and the log's beginning that neither kept are gone: what follows moves up.
 */
export function mergeSideLog(writer: EventWriter, missing: readonly StagedEvent[]): void {
  const [first] = missing;
  if (!first) return;
  const next = writer.durableSeq + 1;
  const events: StagedEvent[] = [];
  for (const [index, event] of missing.entries()) {
    const by = next + index - event.seq;
    events.push(by === 0 ? event : renumber(event, by, first.seq));
  }
  // Unsealed: this session's key may not be announced yet, and the session that opens next seals it all.
  writer.commit(events.map(placedAlone), null, "unsealed");
  reachStep("side-log-merged");
}
