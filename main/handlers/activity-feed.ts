import type { TimelineEvent } from "../../shared/contract/audit.ts";
import { JournalEvent } from "../../shared/model/journal-event.ts";
import type { Journal, StoredEvent } from "../ports/journal.ts";
import { ruleRows } from "../risk/recorded-rows.ts";
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
  const rows = ruleRows(event);
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
    ...(rows === null ? {} : { rows: [...rows] }),
  };
}

/** A held position's worth, written down by the minute: a pulse, and nothing that happened. */
const isPulse = ({ text }: StoredEvent): boolean => text.includes('"type":"account.snapshotted"');

/** How many times as many events as are shown are looked through for them at the start. */
const lookBack = 8;

/**
 * Reads the journal once per group commit, however many pages listen, and leaves out the pulse; `leafOf` hashes the stored
 * bytes.
 */
export function createActivityFeed(journal: Journal, leafOf: (text: string) => string, keep = 200): ActivityFeed {
  const events: TimelineEvent[] = [];
  const listeners = new Set<(event: TimelineEvent) => void>();
  let next = Math.max(0, journal.durableSeq + 1 - keep * lookBack);

  const catchUp = (to: number): void => {
    if (to < next) return;
    const happened = [...journal.read({ from: next, to })].filter((stored) => !isPulse(stored));
    for (const stored of listeners.size === 0 ? happened.slice(-keep) : happened) {
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
