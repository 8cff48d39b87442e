import type { TimelineEvent } from "../../shared/contract/audit.ts";
import { JournalEvent } from "../../shared/model/journal-event.ts";
import type { Journal, StoredEvent } from "../ports/journal.ts";
import { describeEvent } from "./describe-event.ts";

/** The newest journal events as sentences; only what is durable is shown. */
export interface ActivityFeed {
  /** Oldest first. */
  latest(): readonly TimelineEvent[];
  /** A stored event as the timeline shows it. */
  show(stored: StoredEvent): TimelineEvent;
  subscribe(listener: (event: TimelineEvent) => void): () => void;
  close(): void;
}

function toTimelineEvent(stored: StoredEvent, leafOf: (text: string) => string): TimelineEvent {
  const event = JournalEvent.parse(JSON.parse(stored.text)) as JournalEvent;
  return {
    seq: event.seq,
    leaf: leafOf(stored.text),
    type: event.type,
    at: Date.parse(event.at),
    actor: event.actor,
    trace: event.trace,
    cause: event.cause,
    data: event.data as TimelineEvent["data"],
    text: describeEvent(event),
  };
}

/** Reads the journal once per group commit, however many pages listen; `leafOf` hashes the stored bytes. */
export function createActivityFeed(journal: Journal, leafOf: (text: string) => string, keep = 200): ActivityFeed {
  const events: TimelineEvent[] = [];
  const listeners = new Set<(event: TimelineEvent) => void>();
  let next = Math.max(0, journal.durableSeq + 1 - keep);

  const catchUp = (to: number): void => {
    if (to < next) return;
    for (const stored of journal.read({ from: next, to })) {
      const event = toTimelineEvent(stored, leafOf);
      events.push(event);
      for (const listener of listeners) listener(event);
    }
    next = to + 1;
    if (events.length > keep) events.splice(0, events.length - keep);
  };
  catchUp(journal.durableSeq);
  const stop = journal.onDurable(catchUp);

  return {
    latest: () => events,
    show: (stored) => toTimelineEvent(stored, leafOf),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: stop,
  };
}
