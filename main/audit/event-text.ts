import { Fault } from "../../shared/model/fault.ts";
import type { JournalData, JournalEvent, NewJournalEvent } from "../../shared/model/journal-event.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { canonicalize } from "./canonical.ts";

/** An event's canonical text but for the hash of the event before it, which only the writer knows. */
export interface StagedText {
  readonly head: string;
  readonly tail: string;
}

/**
 * Writes an event's canonical bytes around the place of `prev`. In key order that place lies between `mono` and `seq`, so
 * whoever records an event learns at once whether it can be stored, and the writer only joins and hashes.
 * Throws a Fault `JOURNAL-VALUE` for anything that has no canonical form.
 */
export function stageEvent(event: NewJournalEvent, seq: number, mono: bigint, session: string): StagedText {
  const { type, at, actor, trace, cause } = event;
  if (
    !Number.isFinite(at) ||
    trace === "" ||
    (cause !== null && !(Number.isSafeInteger(cause) && cause >= 0 && cause < seq))
  ) {
    throw new Fault(
      "JOURNAL-VALUE",
      "bug",
      `event ${seq} (${type}) needs a time, a trace and a cause that is an earlier event`,
      "Report this: the desk tried to record an event out of order.",
    );
  }
  if (at !== lastAt) [lastAt, lastAtText] = [at, toRfc3339(at)];
  if (session !== lastSession) [lastSession, lastSessionText] = [session, canonicalize(session)];
  const actorText = `{"id":${canonicalize(actor.id)},"kind":${canonicalize(actor.kind)}}`;
  return {
    head: `{"actor":${actorText},"at":"${lastAtText}","cause":${cause},"data":${event.dataText ?? canonicalize(event.data)},"mono":"${mono}","prev":"`,
    tail: `","seq":${seq},"session":${lastSessionText},"trace":${canonicalize(trace)},"type":"${type}","v":1}`,
  };
}

/** Several events share a time, all share a session: their texts are made once. */
let lastAt = Number.NaN;
let lastAtText = "";
let lastSession = "";
let lastSessionText = '""';

/** Reads an event this desk stored; its bytes were checked when the journal was opened. */
export function readEvent(text: string): JournalEvent {
  return JSON.parse(text) as JournalEvent;
}

/** The order an event speaks of, by the convention that its data says `orderId`. */
export function orderOf(data: JournalData): string | null {
  return typeof data.orderId === "string" ? data.orderId : null;
}
