import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import { stateNote } from "../../../shared/model/breaker.ts";

export type Severity = "info" | "done" | "attention" | "trouble";
export const severities: readonly Severity[] = ["trouble", "attention", "done", "info"];

const trouble = new Set([
  "order.denied",
  "order.rejected",
  "trader.failed",
  "heartbeat.lost",
  "risk.breached",
  "risk.breaker_tripped",
  "risk.locked_out",
  "kill_switch.engaged",
  "link.down",
  "fill.busted",
  "key.revoked",
]);

const attention = new Set([
  "order.unknown",
  "order.expired",
  "order.reconciled",
  "position.reconciled",
  "session.recovered",
  "clock.jumped",
  "link.gap",
  "fill.corrected",
  "plan.refused",
  "backup.restored",
]);

const done = new Set([
  "order.filled",
  "order.partially_filled",
  "heartbeat.restored",
  "kill_switch.released",
  "export.created",
  "backup.created",
  "anchor.received",
  "link.up",
  "trader.started",
]);

/** How much an event asks of the person at the desk. */
export function severityOf(event: Pick<TimelineEvent, "type" | "data">): Severity {
  if (event.type === "risk.judged") return event.data.outcome === "rejected" ? "trouble" : "info";
  if (event.type === "risk.state_changed") {
    return event.data.to === "active" || stateNote(event.data) === "rearmed" ? "done" : "attention";
  }
  if (event.type === "integrity.checked") {
    // Done only where the record itself says that no check failed.
    const { failed } = event.data;
    return Array.isArray(failed) && failed.length === 0 ? "done" : "trouble";
  }
  if (trouble.has(event.type)) return "trouble";
  if (attention.has(event.type)) return "attention";
  return done.has(event.type) ? "done" : "info";
}
