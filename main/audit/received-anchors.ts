import type { JournalEvent } from "../../shared/model/journal-event.ts";
import type { Bundle } from "./bundle.ts";
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

/** What a bundle lists of an event that received an anchor; `null` where the event is none or does not say enough. */
export function anchorOf({ type, data }: Pick<JournalEvent, "type" | "data">): Bundle["anchors"][number] | null {
  const { kind, size, token } = data;
  return type === "anchor.received" && typeof kind === "string" && typeof size === "number" && typeof token === "string"
    ? { kind, size, token }
    : null;
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
