import type { Actor } from "../../shared/model/actor.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { JournalData, JournalEventType, NewJournalEvent } from "../../shared/model/journal-event.ts";
import { recordable } from "../../shared/model/recordable.ts";
import type { AppliedEvent } from "./applied-event.ts";
import type { DeskState } from "./desk-state.ts";
import { type Fact, FactEvent } from "./facts.ts";

/** The desk itself as the one who acts: the core, its gate, and a venue whose report is written down. */
export const engineActor: Actor = { kind: "desk", id: "engine" };
export const gateActor: Actor = { kind: "desk", id: "gate" };
/** Who says something of an order that this desk does not know. */
export const unknownVenue: Actor = { kind: "desk", id: "venue" };

/** The journal takes events, but cannot hold what this one says: it is told as near to it as it goes. */
const unwritable = Symbol("unwritable");

function isUnwritable(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Fault && error.code === "JOURNAL-VALUE");
}

/** Writes events down and applies them, in that order: the only way live inputs change the state. */
export class Recorder {
  /** The engine's time in UTC milliseconds. */
  now = 0;
  /** Told every event once it has been applied. */
  told: ((event: AppliedEvent) => void) | null = null;
  readonly #state: DeskState;
  readonly #record: ((event: NewJournalEvent) => number) | null;
  /** Numbers the events of a desk that keeps no record. */
  #unkept = 0;

  constructor(state: DeskState, record: ((event: NewJournalEvent) => number) | null) {
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
    this.#state.check(type, data);
    const time = this.timeOf(at);
    let said = data;
    let seq = this.#record === null ? this.#unkept++ : this.#keep({ type, at: time, actor, trace, cause, data });
    if (seq === unwritable) {
      said = recordable(data) as JournalData;
      seq = this.#keep({ type, at: time, actor, trace: trace.toWellFormed() || type, cause, data: said });
    }
    const event = { type, at: time, actor, trace, data: said, seq: seq === unwritable ? null : seq };
    this.#state.apply(event);
    if (this.told !== null) this.told(event);
    return event.seq;
  }

  /** The same for a fact, whose text is made only where there is a record to keep it. */
  emitFact(
    type: JournalEventType,
    actor: Actor,
    trace: string,
    cause: number | null,
    fact: Fact,
    at: number = this.now,
  ): number | null {
    const event = new FactEvent(type, this.timeOf(at), actor, trace, cause, fact);
    const seq = this.#record === null ? this.#unkept++ : this.#keep(event);
    if (seq === unwritable) return this.emit(type, actor, trace, cause, fact.toData(), at);
    event.seq = seq;
    this.#state.apply(event);
    if (this.told !== null) this.told(event);
    return event.seq;
  }

  #keep(event: NewJournalEvent): number | null | typeof unwritable {
    try {
      return this.#record?.(event) ?? null;
    } catch (error) {
      return isUnwritable(error) ? unwritable : null;
    }
  }

  /** The time an event of that instant is given: event times never go back. */
  timeOf(at: number): number {
    return at > this.#state.lastEventAt ? at : this.#state.lastEventAt;
  }
}
