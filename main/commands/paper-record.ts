import { Fault } from "../../shared/model/fault.ts";
import type { JournalEvent, JournalEventType, NewJournalEvent } from "../../shared/model/journal-event.ts";
import { canonicalize } from "../audit/canonical.ts";
import type { RunRecord } from "../backtest/run-engine.ts";
import type { Journal } from "../ports/journal.ts";

/** What a session, a key or an export writes beside a run; never part of what a run decides. */
const besideTheRun: ReadonlySet<JournalEventType> = new Set([
  "session.opened",
  "session.closed",
  "session.recovered",
  "clock.synced",
  "clock.jumped",
  "config.changed",
  "export.created",
  "backup.created",
  "backup.restored",
  "anchor.received",
  "key.rotated",
  "key.revoked",
  "integrity.checked",
  "note.added",
]);

/** Whether an event is one that a run decides, and so must come again when the run is repeated. */
export function belongsToRun(event: JournalEvent): boolean {
  return !besideTheRun.has(event.type);
}

/**
 * A run's record in a journal that may hold its beginning already. Events that are there are compared with what the run
 * does again, in order; when they are used up the run goes on appending. An order therefore leaves with the id it had,
 * and only when its verdict is on disk.
 */
export class PaperRecord implements RunRecord {
  failure: Error | null = null;
  private next = 0;
  private lastSeq = -1;
  private readonly journal: Journal;
  private readonly expected: readonly JournalEvent[];

  /** `expected` are the run's events in the journal, `trader.started` first; none for a new run. */
  constructor(journal: Journal, expected: readonly JournalEvent[]) {
    this.journal = journal;
    this.expected = expected;
    journal.onFailure((failure) => {
      this.failure ??= failure;
    });
  }

  /** Whether the run is still repeating what the journal holds. */
  get repeating(): boolean {
    return this.next < this.expected.length;
  }

  append(event: NewJournalEvent): number {
    // The engine takes a throwing journal for a failed one and goes on in memory; the run looks at `failure` and stops.
    if (this.failure) throw this.failure;
    const known = this.expected[this.next];
    if (known === undefined) {
      this.lastSeq = this.journal.append(event);
      return this.lastSeq;
    }
    if (!sameEvent(known, event)) {
      this.failure = differs(known, event);
      throw this.failure;
    }
    this.next++;
    this.lastSeq = known.seq;
    return known.seq;
  }

  open(): boolean {
    return this.failure === null && this.journal.health().state === "open";
  }

  async settle(): Promise<number> {
    if (this.failure) throw this.failure;
    if (this.lastSeq > this.journal.durableSeq) await this.journal.durable(this.lastSeq);
    // Not what the journal holds beyond: repeated orders must wait for as long as they did the first time.
    return this.lastSeq;
  }
}

function sameEvent(known: JournalEvent, event: NewJournalEvent): boolean {
  return (
    known.type === event.type && known.trace === event.trace && canonicalize(known.data) === canonicalize(event.data)
  );
}

function differs(known: JournalEvent, event: NewJournalEvent): Fault {
  return new Fault(
    "RUN-DIVERGED",
    "storage",
    `The unfinished run cannot go on: repeating it gives ${event.type} where event ${known.seq} of the journal is ${known.type} with other content.`,
    "The journal was written by another version or another desk acted in between; start on a new profile.",
  );
}
