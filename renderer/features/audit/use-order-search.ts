import { useEffect, useState } from "react";
import type { OrderView } from "../../../shared/model/order.ts";
import type { DeskClient } from "../../transport/desk-client.ts";
import { faultText } from "../../ui/fault-text.ts";

export type SearchState =
  | { readonly kind: "searching" }
  | { readonly kind: "found"; readonly orders: readonly OrderView[] }
  | { readonly kind: "failed"; readonly reason: string };

const typingPauseMs = 150;
export const searchLimit = 200;

/** Searches the journal's orders as the person types; only the answer to the newest text counts. */
export function useOrderSearch(desk: DeskClient, text: string, turn: unknown): SearchState {
  const [state, setState] = useState<SearchState>({ kind: "searching" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      desk.call.searchOrders({ text: text.trim(), limit: searchLimit }).then(
        ({ orders }) => {
          if (current) setState({ kind: "found", orders });
        },
        (error: unknown) => {
          if (current) setState({ kind: "failed", reason: faultText(error).line });
        },
      );
    }, typingPauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [desk, text, turn]);
  return state;
}
