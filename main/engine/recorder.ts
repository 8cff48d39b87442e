import type { Actor } from "../../shared/model/actor.ts";
import type { JournalData, JournalEventType, NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { DeskState } from "./desk-state.ts";
import { type Fact, LiveEvent } from "./facts.ts";

/** The desk itself as the one who acts: the core, its gate, and a venue whose report is written down. */
export const engineActor: Actor = { kind: "desk", id: "engine" };
export const gateActor: Actor = { kind: "desk", id: "gate" };

/** Writes events down and applies them, in that order: the only way live inputs change the state. */
export class Recorder {
  /** The engine's time in UTC milliseconds. */
  now = 0;
  readonly #state: DeskState;
  readonly #record: (event: NewJournalEvent) => number;

  constructor(state: DeskState, record: (event: NewJournalEvent) => number) {
    this.#state = state;
    this.#record = record;
  }

  /**
   * Records and applies one event. Returns its seq, or `null` where the journal refused it: then it lives in memory,
   * because what has happened has happened, and because reducing risk must go on without a journal.
   */
  emit(
    type: JournalEventType,
    actor: Actor,
    trace: string,
    cause: number | null,
    data: JournalData,
    at: number = this.now,
  ): number | null {
    const time = this.timeOf(at);
    let seq: number | null;
    try {
      seq = this.#record({ type, at: time, actor, trace, cause, data });
    } catch {
      seq = null;
    }
    this.#state.apply({ type, at: time, actor, trace, data, seq });
    return seq;
  }

  /** The same for a fact: the journal gets an event whose text is made when it is read. */
  emitFact(
    type: JournalEventType,
    actor: Actor,
    trace: string,
    cause: number | null,
    fact: Fact,
    at: number = this.now,
  ): number | null {
    const time = this.timeOf(at);
    const live = new LiveEvent(type, time, actor, trace, fact);
    try {
      live.seq = this.#record({
        type,
        at: time,
        actor,
        trace,
        cause,
        get data() {
          return live.data;
        },
      });
    } catch {
      // It lives in memory alone.
    }
    this.#state.apply(live);
    return live.seq;
  }

  /** The time an event of that instant is given: event times never go back. */
  timeOf(at: number): number {
    return at > this.#state.lastEventAt ? at : this.#state.lastEventAt;
  }
}
