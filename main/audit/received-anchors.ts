import { readEvent } from "./event-text.ts";

/** What somebody outside this machine gave for a checkpoint, as the journal recorded it. */
export interface ReceivedAnchor {
  readonly seq: number;
  readonly kind: string;
  /** How many events the anchored checkpoint covers. */
  readonly size: number;
  readonly by: string;
  /** When it says it was made, RFC 3339; empty where it says nothing. */
  readonly time: string;
  /** When the journal took it in, RFC 3339. */
  readonly at: string;
}

/** Finds the anchors among a journal's events, in order. */
export function receivedAnchors(events: Iterable<{ readonly text: string }>): ReceivedAnchor[] {
  const anchors: ReceivedAnchor[] = [];
  for (const { text } of events) {
    if (!text.endsWith('"type":"anchor.received","v":1}')) continue;
    const { seq, at, data } = readEvent(text);
    const { kind, size, by, time } = data;
    anchors.push({ seq, kind: String(kind), size: Number(size), by: String(by), time: String(time), at });
  }
  return anchors;
}
