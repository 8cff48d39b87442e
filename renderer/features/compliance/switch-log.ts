import type { TimelineEvent } from "../../../shared/contract/audit.ts";

const shown = new Set([
  "kill_switch.engaged",
  "kill_switch.released",
  "risk.state_changed",
  "risk.breaker_tripped",
  "risk.locked_out",
]);

/** The events about the kill switch and the trading state, newest first. */
export function switchLog(activity: Iterable<TimelineEvent>): readonly TimelineEvent[] {
  return [...activity].filter((event) => shown.has(event.type)).sort((a, b) => b.seq - a.seq);
}

/** The reason an event carries in its data, or its sentence where it carries none. */
export function reasonOf(event: Pick<TimelineEvent, "data" | "text">): string {
  const reason = event.data["reason"];
  return typeof reason === "string" && reason !== "" ? reason : event.text;
}
