import { useEffect, useRef, useState } from "react";
import type { OrderPreview } from "../../../shared/contract/trading.ts";
import type { OrderRequest } from "../../../shared/model/order.ts";
import { faultText } from "../../ui/fault-text.ts";
import { createPreviewPace, type Timers } from "./preview-pace.ts";

/** The preview as the ticket shows it; `pending` marks figures of the order before the last edit. */
export type PreviewState =
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "ready"; readonly preview: OrderPreview; readonly pending: boolean };

const pageTimers: Timers = {
  now: () => performance.now(),
  setTimeout: (run, ms) => window.setTimeout(run, ms),
  clearTimeout: (handle) => window.clearTimeout(handle as number),
};

/** Asks the desk what an order would do: after each edit, and again as the market moves (`movedAt` changes). */
export function useOrderPreview(
  order: OrderRequest | null,
  movedAt: number | undefined,
  ask: (order: OrderRequest) => Promise<OrderPreview>,
): PreviewState {
  const [state, setState] = useState<PreviewState>({ kind: "none" });
  const latest = useRef({ order, ask, turn: 0 });
  latest.current.order = order;
  latest.current.ask = ask;

  const [pace] = useState(() =>
    createPreviewPace(() => {
      const { current } = latest;
      if (!current.order) return;
      current.turn += 1;
      const turn = current.turn;
      // Only the newest question may answer: a slow old one must not overwrite it.
      current.ask(current.order).then(
        (preview) => {
          if (turn === current.turn && current.order) setState({ kind: "ready", preview, pending: false });
        },
        (error: unknown) => {
          if (turn === current.turn && current.order) setState({ kind: "failed", reason: faultText(error).line });
        },
      );
    }, pageTimers),
  );

  const key = order === null ? null : JSON.stringify(order);
  useEffect(() => {
    if (key === null) {
      pace.stop();
      latest.current.turn += 1;
      setState({ kind: "none" });
      return;
    }
    setState((before) => (before.kind === "ready" ? { ...before, pending: true } : before));
    pace.edited();
  }, [key, pace]);
  useEffect(() => {
    if (movedAt !== undefined && latest.current.order) pace.moved();
  }, [movedAt, pace]);
  useEffect(() => () => pace.stop(), [pace]);
  return state;
}
