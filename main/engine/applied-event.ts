import type { Actor } from "../../shared/model/actor.ts";
import type { JournalData, JournalEventType } from "../../shared/model/journal-event.ts";
import type { Fact } from "./facts.ts";

/** An event as the engine's state takes it: the same whether it has just been recorded or comes from the journal. */
export interface AppliedEvent {
  readonly type: JournalEventType;
  /** UTC milliseconds. */
  readonly at: number;
  readonly actor: Actor;
  readonly trace: string;
  readonly data: JournalData;
  /** The same in the engine's integers, where the event has just come about. */
  readonly fact?: Fact;
  /** `null` when the journal refused it and it lives in memory alone. */
  readonly seq: number | null;
}

/** A text field of an event's data; throws a RangeError where it is missing, so that a damaged event cannot pass for an empty one. */
export function textField(data: JournalData, name: string): string {
  const value = data[name];
  if (typeof value !== "string") throw new RangeError(`the event has no text "${name}"`);
  return value;
}

export function optionalText(data: JournalData, name: string): string | undefined {
  const value = data[name];
  return typeof value === "string" ? value : undefined;
}
