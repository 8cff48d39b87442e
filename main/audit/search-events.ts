import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { readEvent } from "./event-text.ts";

/** A stored event: its number and its exact bytes as text. */
interface Stored {
  readonly seq: number;
  readonly text: string;
}

/** Where events are searched; a journal is one, and so is a reader beside it. */
export interface SearchSource {
  read(range: { readonly from: number; readonly to: number }): Iterable<Stored>;
  readOrder(orderId: string): readonly Stored[];
  readTrace(trace: string): readonly Stored[];
}

/** What is looked for; an empty text asks for nothing. */
export interface EventQuery {
  /** An order id or a trace as a whole, or any part of an event. */
  readonly text: string;
  /** A type, or a family of types that ends with its dot, such as `order.`. */
  readonly type: string;
  /** A part of who acted: `trader`, `sma-1`. */
  readonly actor: string;
  /** RFC 3339 in the form of an event's `at`, both inclusive. */
  readonly from: string | null;
  readonly to: string | null;
  /** Only events before this one: where the search before stopped. */
  readonly before: number | null;
  readonly limit: number;
}

/** Events that match, newest first. */
export interface FoundEvents {
  readonly events: readonly Stored[];
  /** Where to go on; `null` where the beginning of the journal is reached. */
  readonly next: number | null;
}

const pageEvents = 2000;
/** One search answers after so many events at the latest, whatever it found: about a second of reading. */
const mostScanned = 400_000;

function matcherOf({ text, type, actor, from, to }: EventQuery, exact: boolean): (text: string) => boolean {
  const wanted = exact ? "" : text.trim().toLowerCase();
  const who = actor.trim().toLowerCase();
  // The type closes an event's canonical text, so it is found without reading the rest.
  const ending = type === "" || type.endsWith(".") ? "" : `"type":"${type}","v":1}`;
  const family = type.endsWith(".") ? type : "";
  const timed = from !== null || to !== null;
  const acted = ({ actor: { kind, id } }: JournalEvent): boolean => `${kind} ${id}`.toLowerCase().includes(who);
  return (bytes) => {
    if (ending !== "" && !bytes.endsWith(ending)) return false;
    if (family !== "" && !bytes.slice(bytes.lastIndexOf('"type":"')).startsWith(`"type":"${family}`)) return false;
    if (wanted !== "" && !bytes.toLowerCase().includes(wanted)) return false;
    if (who === "" && !timed) return true;
    const event = readEvent(bytes);
    const { at } = event;
    return (who === "" || acted(event)) && at >= (from ?? at) && at <= (to ?? at);
  };
}

/** What an order id or a trace names at once, by the journal's index. */
function named(source: SearchSource, text: string): Stored[] {
  const id = text.trim();
  if (id === "" || /\s/.test(id)) return [];
  const found = new Map([...source.readOrder(id), ...source.readTrace(id)].map((stored) => [stored.seq, stored]));
  return [...found.values()].sort((a, b) => b.seq - a.seq);
}

/**
 * Looks through the first `events` events of a journal from the newest back, page by page: an order id or a trace is found
 * by the index, all else by reading, up to `limit` events or the scan's bound, with the place to go on from.
 */
export function searchEvents(
  source: SearchSource,
  query: EventQuery,
  events: number,
  most: number = mostScanned,
): FoundEvents {
  const end = Math.min(query.before ?? events, events);
  const byId = named(source, query.text);
  if (byId.length > 0) {
    const matches = matcherOf(query, true);
    const all = byId.filter(({ seq, text }) => seq < end && matches(text));
    const page = all.slice(0, query.limit);
    return { events: page, next: all.length > page.length ? (page.at(-1)?.seq ?? null) : null };
  }
  const matches = matcherOf(query, false);
  const found: Stored[] = [];
  for (let to = end - 1, scanned = 0; to >= 0; to -= pageEvents) {
    const from = Math.max(0, to - pageEvents + 1);
    for (const stored of [...source.read({ from, to })].reverse()) {
      if (!matches(stored.text)) continue;
      found.push(stored);
      if (found.length >= query.limit) return { events: found, next: stored.seq > 0 ? stored.seq : null };
    }
    scanned += to - from + 1;
    if (scanned >= most && from > 0) return { events: found, next: from };
  }
  return { events: found, next: null };
}
