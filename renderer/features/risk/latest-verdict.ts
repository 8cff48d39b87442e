import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import { RuleRow, type Verdict } from "../../../shared/model/risk.ts";

/** What a `risk.judged` event says of one order; rows that are not readable are left out. */
export interface JudgedOrder extends Pick<Verdict, "orderId" | "outcome" | "rows" | "maxPassingSize"> {
  readonly at: number;
}

/** Reads the verdict that an event recorded; `null` where it records none. */
function judgedOrder({ type, data, at }: Pick<TimelineEvent, "type" | "data" | "at">): JudgedOrder | null {
  const { rows, orderId, outcome, maxPassingSize } = data;
  if (type !== "risk.judged" || !Array.isArray(rows) || typeof orderId !== "string") return null;
  return {
    at,
    orderId,
    outcome: outcome === "approved" ? "approved" : "rejected",
    maxPassingSize: typeof maxPassingSize === "string" ? maxPassingSize : "0",
    rows: rows.flatMap((row) => {
      const read = RuleRow.safeParse(row);
      return read.success ? [read.data] : [];
    }),
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
