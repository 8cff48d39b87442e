import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import { type Severity, severityOf } from "./severity.ts";

export const activityTopics = ["all", "orders", "risk", "traders", "record"] as const;
export type ActivityTopic = (typeof activityTopics)[number];

const prefixes: Readonly<Record<Exclude<ActivityTopic, "all">, readonly string[]>> = {
  orders: ["order.", "fill.", "position."],
  risk: ["risk.", "kill_switch.", "account."],
  traders: ["trader.", "heartbeat.", "signal.", "plan."],
  record: [
    "journal.",
    "session.",
    "clock.",
    "config.",
    "preset.",
    "link.",
    "export.",
    "backup.",
    "anchor.",
    "key.",
    "integrity.",
    "note.",
  ],
};

/** Whether an event belongs to what the person chose to see; the text is looked for in the sentence and the actor. */
export function matchesFilter(
  event: TimelineEvent,
  filter: { readonly topic: ActivityTopic; readonly severity: Severity | "all"; readonly text: string },
): boolean {
  if (filter.topic !== "all" && !prefixes[filter.topic].some((prefix) => event.type.startsWith(prefix))) return false;
  if (filter.severity !== "all" && severityOf(event) !== filter.severity) return false;
  const wanted = filter.text.trim().toLowerCase();
  return wanted === "" || `${event.text} ${event.actor.id} ${event.type}`.toLowerCase().includes(wanted);
}

/** The order an event is about, so that a click can open its life; `null` when it is about none. */
export function orderOf(event: Pick<TimelineEvent, "data">): string | null {
  const id = event.data["orderId"];
  return typeof id === "string" && id !== "" ? id : null;
}
