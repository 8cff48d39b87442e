import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import { codesOf } from "../../../shared/model/rule-codes.ts";

export type ChainStage = "wish" | "verdict" | "order" | "fill" | "correction" | "refusal" | "unclear" | "record";

/** One step of an order's life: the event, the stage it stands for, and how many causes lie before it. */
export interface ChainStep {
  readonly event: TimelineEvent;
  readonly stage: ChainStage;
  /** The event that led here is among the shown ones; `null` where the chain starts or its cause lies elsewhere. */
  readonly causeSeq: number | null;
  /** Milliseconds since the first step; `null` for one that is shown alone. */
  readonly sinceStartMs: number | null;
  /** The order it speaks of where that is another one of the same decision. */
  readonly otherOrderId: string | null;
  /** The later event that takes this fill back or corrects it; the fill stays as it was recorded. */
  readonly changedBy: { readonly seq: number; readonly how: "busted" | "corrected" } | null;
}

const filled: ReadonlySet<string> = new Set(["order.filled", "order.partially_filled"]);

/** Puts the events of one decision in journal order and ties each to its cause. */
export function orderChain(events: readonly TimelineEvent[]): readonly ChainStep[] {
  const inOrder = [...events].sort((a, b) => a.seq - b.seq);
  const known = new Set(inOrder.map((event) => event.seq));
  const start = inOrder[0]?.at ?? 0;
  const changes = new Map<string, NonNullable<ChainStep["changedBy"]>>();
  for (const { type, data, seq } of inOrder) {
    const how = type === "fill.busted" ? "busted" : type === "fill.corrected" ? "corrected" : null;
    if (how !== null && typeof data["fillId"] === "string") changes.set(data["fillId"], { seq, how });
  }
  return inOrder.map((event) => ({
    event,
    stage: stageOf(event.type),
    causeSeq: event.cause !== null && known.has(event.cause) ? event.cause : null,
    sinceStartMs: event.at - start,
    otherOrderId: event.own === false && typeof event.data["orderId"] === "string" ? event.data["orderId"] : null,
    changedBy: filled.has(event.type) ? (changes.get(String(event.data["fillId"])) ?? null) : null,
  }));
}

/** An event that is shown without the others of its decision. */
export function loneStep(event: TimelineEvent): ChainStep {
  const [step] = orderChain([event]) as [ChainStep];
  return { ...step, sinceStartMs: null };
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
      return "fill";
    case "fill.corrected":
    case "fill.busted":
    case "position.reconciled":
      return "correction";
    case "order.unknown":
    case "order.reconciled":
      return "unclear";
    default:
      return type.startsWith("order.") ? "order" : "record";
  }
}

/** The codes of the rules whose setting was absent when the gate judged. */
export function rulesWithoutSetting(event: Pick<TimelineEvent, "type" | "data">): readonly string[] {
  const { unset } = event.data;
  if (event.type !== "risk.judged" || !Array.isArray(unset)) return [];
  return codesOf(unset.filter((code): code is string => typeof code === "string"));
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

/** What a fill cost and the cash it left, as recorded; `null` for other events. */
export function moneyAfter(
  event: Pick<TimelineEvent, "data">,
): { readonly fee: string; readonly feeCurrency: string; readonly cash: string } | null {
  const { fee, feeCurrency, account } = event.data;
  if (typeof fee !== "string" || typeof account !== "object" || account === null || Array.isArray(account)) return null;
  const { cash } = account;
  if (typeof cash !== "string") return null;
  return { fee, feeCurrency: typeof feeCurrency === "string" ? feeCurrency : "", cash };
}

/** The last price that a wish was decided at, as recorded; `null` where there was none. */
export function priceSeen(event: Pick<TimelineEvent, "type" | "data">): string | null {
  const { decisionPrice } = event.data;
  return event.type === "order.intended" && typeof decisionPrice === "string" ? decisionPrice : null;
}
