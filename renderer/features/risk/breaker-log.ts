import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import { BreakerLogEntry } from "../../../shared/model/breaker.ts";

/** What the journal tells of the breakers in one event; `null` where it tells something else. */
export function breakerEntry({ type, seq, at, actor, data }: TimelineEvent): BreakerLogEntry | null {
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
    case "risk.breaker_rearmed":
      return { kind: "rearmed", seq, at, actor, rule, reason };
    case "risk.locked_out":
      return { kind: "locked_out", seq, at, actor, until, reason };
    case "risk.flattened":
      return { kind: "flattened", seq, at, actor, reason, left };
    default:
      return null;
  }
}

/** The log of the breakers among events, in their order. */
export function breakerLog(events: Iterable<TimelineEvent>): readonly BreakerLogEntry[] {
  return [...events].flatMap((event) => breakerEntry(event) ?? []);
}
