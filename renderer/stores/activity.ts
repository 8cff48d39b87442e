import { create } from "zustand";
import type { TimelineEvent } from "../../shared/contract/audit.ts";

/** Older events stay in the journal; the page keeps this many. */
const keptEvents = 1000;

export interface Activity {
  /** Newest first, by seq. */
  readonly events: readonly TimelineEvent[];
}

export const useActivity = create<Activity>(() => ({ events: [] }));

/** Takes a frame's worth of durable events; a snapshot may repeat what is known. */
export function takeActivity(events: readonly TimelineEvent[], replace: boolean): void {
  useActivity.setState((state) => {
    const known = replace ? [] : state.events;
    const newest = known[0]?.seq ?? -1;
    const sorted = [...events].sort((a, b) => b.seq - a.seq);
    if ((sorted.at(-1)?.seq ?? 0) > newest) return { events: [...sorted, ...known].slice(0, keptEvents) };
    const bySeq = new Map([...known, ...sorted].map((event) => [event.seq, event]));
    return { events: [...bySeq.values()].sort((a, b) => b.seq - a.seq).slice(0, keptEvents) };
  });
}
