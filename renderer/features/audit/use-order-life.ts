import { useEffect, useState } from "react";
import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import type { OrderView } from "../../../shared/model/order.ts";
import type { DeskClient } from "../../transport/desk-client.ts";
import { faultText } from "../../ui/fault-text.ts";

export type LifeState =
  | { readonly kind: "none" }
  | { readonly kind: "loading" }
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "ready"; readonly order: OrderView; readonly events: readonly TimelineEvent[] };

/** Reads one order's life from the journal, again whenever `turn` changes: an order that moves on grows its record. */
export function useOrderLife(desk: DeskClient, orderId: string | null, turn: unknown): LifeState {
  const [answer, setAnswer] = useState<{ orderId: string; state: LifeState } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn reads again
  useEffect(() => {
    if (orderId === null) return;
    let current = true;
    const take = (state: LifeState): void => {
      if (current) setAnswer({ orderId, state });
    };
    desk.call.getOrderLife({ orderId }).then(
      ({ order, events }) => take(order ? { kind: "ready", order, events } : { kind: "missing" }),
      (error: unknown) => take({ kind: "failed", reason: faultText(error).line }),
    );
    return () => {
      current = false;
    };
  }, [desk, orderId, turn]);
  if (orderId === null) return { kind: "none" };
  return answer?.orderId === orderId ? answer.state : { kind: "loading" };
}
