import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import { BreakerLogEntry, stateNote } from "../../../shared/model/breaker.ts";

/** What the journal tells of the breakers in one event; `null` where it tells something else. */
function breakerEntry({ type, seq, at, actor, data }: TimelineEvent): BreakerLogEntry | null {
  const read = BreakerLogEntry.safeParse(entryOf(type, { seq, at, actor }, data));
  return read.success ? read.data : null;
}

function entryOf(
  type: string,
  { seq, at, actor }: Pick<TimelineEvent, "seq" | "at" | "actor">,
  data: TimelineEvent["data"],
) {
  const { rule, reason, until, left, action, observed = null, limit = null, basis = null } = data;
  switch (type) {
    case "risk.breaker_tripped": {
      const trip = { rule, action, reason, observed, limit, basis, ...(until === undefined ? {} : { until }) };
      return { kind: "tripped", seq, at, trip };
    }
    case "risk.state_changed": {
      const note = stateNote(data);
      if (note === "rearmed") return { kind: note, seq, at, actor, rule, reason };
      return note === "flattened" ? { kind: note, seq, at, actor, reason, left } : null;
    }
    case "risk.locked_out":
      return { kind: "locked_out", seq, at, actor, until, reason };
    default:
      return null;
  }
}

/** The types of event that tell of the breakers. */
export const breakerEvents = ["risk.breaker_tripped", "risk.state_changed", "risk.locked_out"] as const;

/** The log of the breakers among events, newest first and each once. */
export function breakerLog(events: Iterable<TimelineEvent>): readonly BreakerLogEntry[] {
  const bySeq = new Map<number, BreakerLogEntry>();
  for (const event of events) {
    const entry = breakerEntry(event);
    if (entry !== null) bySeq.set(entry.seq, entry);
  }
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
}
