import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import { RuleRow } from "../../../shared/model/risk.ts";

export type ChainStage = "wish" | "verdict" | "order" | "fill" | "refusal" | "unclear" | "record";

/** One step of an order's life: the event, the stage it stands for, and how many causes lie before it. */
export interface ChainStep {
  readonly event: TimelineEvent;
  readonly stage: ChainStage;
  /** The event that led here is among the shown ones; `null` where the chain starts or its cause lies elsewhere. */
  readonly causeSeq: number | null;
  /** Milliseconds since the first step. */
  readonly sinceStartMs: number;
}

/** Puts the events of one decision in journal order and ties each to its cause. */
export function orderChain(events: readonly TimelineEvent[]): readonly ChainStep[] {
  const inOrder = [...events].sort((a, b) => a.seq - b.seq);
  const known = new Set(inOrder.map((event) => event.seq));
  const start = inOrder[0]?.at ?? 0;
  return inOrder.map((event) => ({
    event,
    stage: stageOf(event.type),
    causeSeq: event.cause !== null && known.has(event.cause) ? event.cause : null,
    sinceStartMs: event.at - start,
  }));
}

function stageOf(type: string): ChainStage {
  switch (type) {
    case "signal.raised":
    case "plan.proposed":
    case "order.intended":
      return "wish";
    case "risk.judged":
      return "verdict";
    case "order.denied":
    case "order.rejected":
    case "plan.refused":
      return "refusal";
    case "order.partially_filled":
    case "order.filled":
    case "fill.corrected":
    case "fill.busted":
      return "fill";
    case "order.unknown":
    case "order.reconciled":
      return "unclear";
    default:
      return type.startsWith("order.") ? "order" : "record";
  }
}

/** The rules' rows of a `risk.judged` event, read from the record; rows that are not readable are left out. */
export function recordedRows(event: Pick<TimelineEvent, "type" | "data">): readonly RuleRow[] {
  const rows = event.data["rows"];
  if (event.type !== "risk.judged" || !Array.isArray(rows)) return [];
  return rows.flatMap((row) => {
    const read = RuleRow.safeParse(row);
    return read.success ? [read.data] : [];
  });
}

/** The codes of the rules whose setting was absent when the gate judged. */
export function rulesWithoutSetting(event: Pick<TimelineEvent, "type" | "data">): readonly string[] {
  const { unset } = event.data;
  if (event.type !== "risk.judged" || !Array.isArray(unset)) return [];
  return unset.filter((code): code is string => typeof code === "string");
}

/** The position a fill left, as the engine wrote it into the fill's event; `null` for other events. */
export function positionAfter(
  event: Pick<TimelineEvent, "data">,
): { readonly size: string; readonly averagePrice: string | null } | null {
  const position = event.data["position"];
  if (typeof position !== "object" || position === null || Array.isArray(position)) return null;
  const { size, averagePrice } = position;
  if (typeof size !== "string") return null;
  return { size, averagePrice: typeof averagePrice === "string" ? averagePrice : null };
}
