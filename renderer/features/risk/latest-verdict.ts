import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import type { Verdict } from "../../../shared/model/risk.ts";

/** What a `risk.judged` event says of one order. */
export interface JudgedOrder extends Pick<Verdict, "orderId" | "outcome" | "rows" | "maxPassingSize"> {
  readonly at: number;
}

/** Reads the verdict that an event recorded; `null` where it records none. */
function judgedOrder({ data, at, rows }: Pick<TimelineEvent, "data" | "at" | "rows">): JudgedOrder | null {
  const { orderId, outcome, maxPassingSize } = data;
  if (rows === undefined || typeof orderId !== "string") return null;
  return {
    at,
    orderId,
    outcome: outcome === "approved" ? "approved" : "rejected",
    maxPassingSize: typeof maxPassingSize === "string" ? maxPassingSize : "0",
    rows,
  };
}

/** The first verdict among events, newest first, that `wanted` takes; `null` where there is none. */
export function firstVerdict(
  events: Iterable<TimelineEvent>,
  wanted: (judged: JudgedOrder) => boolean = () => true,
): JudgedOrder | null {
  for (const event of events) {
    const judged = judgedOrder(event);
    if (judged !== null && wanted(judged)) return judged;
  }
  return null;
}
