import { useEffect, useState } from "react";
import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import type { OrderView } from "../../../shared/model/order.ts";
import type { DeskClient } from "../../transport/desk-client.ts";
import { faultText } from "../../ui/fault-text.ts";

/** What the audit room shows: one order, or a decision that is known by its trace only. */
export type Subject =
  | { readonly kind: "order"; readonly orderId: string }
  | { readonly kind: "decision"; readonly trace: string };

export type LifeState =
  | { readonly kind: "none" }
  | { readonly kind: "loading" }
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly reason: string }
  | {
      readonly kind: "ready";
      /** `null` of a decision, and of an order that only the journal knows. */
      readonly order: OrderView | null;
      readonly events: readonly TimelineEvent[];
    };

async function read(desk: DeskClient, subject: Subject): Promise<LifeState> {
  if (subject.kind === "decision") {
    const { events } = await desk.call.getDecision({ trace: subject.trace });
    return events.length > 0 ? { kind: "ready", order: null, events } : { kind: "missing" };
  }
  const { order, events } = await desk.call.getOrderLife({ orderId: subject.orderId });
  return events.length > 0 ? { kind: "ready", order, events } : { kind: "missing" };
}

const keyOf = (subject: Subject): string =>
  subject.kind === "order" ? `order ${subject.orderId}` : `decision ${subject.trace}`;

/** Reads a life from the journal, again whenever `turn` changes: an order that moves on grows its record. */
export function useOrderLife(desk: DeskClient, subject: Subject | null, turn: unknown): LifeState {
  const [answer, setAnswer] = useState<{ key: string; state: LifeState } | null>(null);
  const key = subject === null ? null : keyOf(subject);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn reads again, and the key says which subject
  useEffect(() => {
    if (subject === null || key === null) return;
    let current = true;
    const take = (state: LifeState): void => {
      if (current) setAnswer({ key, state });
    };
    read(desk, subject).then(take, (error: unknown) => take({ kind: "failed", reason: faultText(error).line }));
    return () => {
      current = false;
    };
  }, [desk, key, turn]);
  if (key === null) return { kind: "none" };
  return answer?.key === key ? answer.state : { kind: "loading" };
}
