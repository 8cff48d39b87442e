import type { StoredEvent } from "../../ports/journal.ts";
import { keptText } from "./merge-side-log.ts";
import type { StagedEvent } from "./writer-messages.ts";

/**
 * What the side log holds of earlier sessions while the journal has no room to take it in: it goes on from the journal's
 * last event, and is read behind it. Its texts do not name the hash of the event before them yet.
 */
export class BesideEvents {
  readonly #events: readonly StagedEvent[];

  constructor(events: readonly StagedEvent[]) {
    this.#events = events;
  }

  *read(from: number, to: number): Generator<StoredEvent> {
    for (const event of this.#events) if (event.seq >= from && event.seq <= to) yield stored(event);
  }

  order(orderId: string): StoredEvent[] {
    return this.#those((event) => event.orderId === orderId);
  }

  trace(trace: string): StoredEvent[] {
    return this.#those((event) => event.trace === trace);
  }

  #those(wanted: (event: StagedEvent) => boolean): StoredEvent[] {
    return this.#events.filter(wanted).map(stored);
  }
}

const stored = (event: StagedEvent): StoredEvent => ({ seq: event.seq, text: keptText(event) });
