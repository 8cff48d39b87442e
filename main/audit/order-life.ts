import { Fault } from "../../shared/model/fault.ts";
import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { readEvent } from "./event-text.ts";

/** Where the events of one order and of one decision are found; a journal is one. */
export interface LifeSource {
  readOrder(orderId: string): readonly { readonly seq: number; readonly text: string }[];
  readTrace(trace: string): readonly { readonly seq: number; readonly text: string }[];
}

/** One step in the life of an order. */
export interface LifeStep {
  readonly event: JournalEvent;
  /** The stored bytes, for those who want to hash them. */
  readonly text: string;
  /** How many causes lie between this event and one that nothing in this life caused. */
  readonly depth: number;
  /** `false` where it speaks of another order of the same decision: an exit of a bracket, the other leg of a reversal. */
  readonly own: boolean;
  /** Nanoseconds of the monotonic clock since the step before; `null` at the first and across sessions. */
  readonly sincePreviousNs: number | null;
}

/**
 * An order's life and why it happened: every event that names it, and every event of the decision it came from, in order,
 * with their causes. Empty when the journal knows no such order.
 */
export function readOrderLife(source: LifeSource, orderId: string): LifeStep[] {
  const own = source.readOrder(orderId);
  const stored = new Map(own.map(({ seq, text }) => [seq, text]));
  for (const trace of new Set(own.map(({ text }) => readEvent(text).trace))) {
    for (const { seq, text } of source.readTrace(trace)) stored.set(seq, text);
  }
  return stepsOf(stored, orderId);
}

/** What to answer whose order has no life here. */
export function unrecordedOrder(orderId: string): Fault {
  return new Fault(
    "ORDER-UNKNOWN",
    "validation",
    `The journal knows no order ${orderId}.`,
    "Whole ids stand in the blotter, in Audit and in the exports of orders.",
  );
}

/** One decision by its trace, whatever orders it led to; empty when the journal knows no such trace. */
export function readDecision(source: LifeSource, trace: string): LifeStep[] {
  return stepsOf(new Map(source.readTrace(trace).map(({ seq, text }) => [seq, text])), null);
}

function stepsOf(stored: ReadonlyMap<number, string>, orderId: string | null): LifeStep[] {
  const depths = new Map<number, number>();
  let previous: JournalEvent | null = null;
  return [...stored]
    .sort(([a], [b]) => a - b)
    .map(([seq, text]) => {
      const event = readEvent(text);
      const depth = event.cause === null ? 0 : (depths.get(event.cause) ?? -1) + 1;
      depths.set(seq, depth);
      const sincePreviousNs =
        previous?.session === event.session ? Number(BigInt(event.mono) - BigInt(previous.mono)) : null;
      previous = event;
      const { orderId: named } = event.data;
      const own = orderId === null || named === undefined || named === orderId;
      return { event, text, depth, own, sincePreviousNs };
    });
}
