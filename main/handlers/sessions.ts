import { setImmediate as nextTurn } from "node:timers/promises";
import type { SessionSpan, TimelineEvent } from "../../shared/contract/audit.ts";
import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { readEvent } from "../audit/event-text.ts";
import type { StoredEvent } from "../ports/journal.ts";
import type { DeskContext } from "./desk-context.ts";

/** Sessions, newest first. */
export interface SessionPage {
  readonly sessions: SessionSpan[];
  /** Where to go on; `null` where there are no more. */
  readonly next: number | null;
}

const opening = "session.opened";

/** The sessions whose opening stands before event `before`, up to `limit` of them: one has lasted until the next was opened. */
export async function listSessions(
  { journal, searchEvents }: Pick<DeskContext, "journal" | "searchEvents">,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<SessionPage> {
  const opened: StoredEvent[] = [];
  const end = before ?? journal.durableSeq + 1;
  let next: number | null = end;
  // A search of a long journal answers in parts.
  while (next !== null && opened.length < limit) {
    const query = { text: "", type: opening, actor: "", from: null, to: null, before: next };
    const found = await searchEvents({ ...query, limit: limit - opened.length });
    opened.push(...found.events);
    next = found.next;
  }
  const sessions = opened.map((first, index) => {
    const to = (opened[index - 1]?.seq ?? end) - 1;
    const [last] = journal.read({ from: to, to });
    return spanOf(readEvent(first.text), last ? readEvent(last.text) : null, before === null && index === 0);
  });
  return { sessions, next };
}

function spanOf(first: JournalEvent, last: JournalEvent | null, running: boolean): SessionSpan {
  const { app } = first.data as { readonly app?: { readonly version?: unknown } };
  const closed = last?.type === "session.closed" ? "closed" : "cut off";
  return {
    from: first.seq,
    to: last?.seq ?? first.seq,
    openedAt: Date.parse(first.at),
    lastAt: Date.parse((last ?? first).at),
    version: typeof app?.version === "string" ? app.version : "",
    end: running ? "running" : closed,
  };
}

/** Events that are read and worded at one go, some 100 µs each: between two goes the engine has its turn. */
const atOneGo = 20;

/** Up to `count` events from one on, in the journal's order. */
export async function readEvents(
  { journal, activity }: Pick<DeskContext, "journal" | "activity">,
  { from, count }: { readonly from: number; readonly count: number },
): Promise<TimelineEvent[]> {
  const last = Math.min(from + count - 1, journal.durableSeq);
  const events: TimelineEvent[] = [];
  for (let next = from; next <= last; next += atOneGo) {
    if (next > from) await nextTurn();
    const range = { from: next, to: Math.min(next + atOneGo - 1, last) };
    for (const stored of journal.read(range)) events.push(activity.show(stored));
  }
  return events;
}
