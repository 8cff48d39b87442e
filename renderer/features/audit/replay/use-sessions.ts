import { useEffect, useState } from "react";
import type { SessionSpan } from "../../../../shared/contract/audit.ts";
import type { DeskClient } from "../../../transport/desk-client.ts";
import { faultText } from "../../../ui/fault-text.ts";

export interface SessionsState {
  readonly kind: "loading" | "found" | "failed";
  readonly sessions: readonly SessionSpan[];
  /** Where to look further back; `null` at the beginning of the journal. */
  readonly next: number | null;
  readonly reason: string;
}

const pageSessions = 20;
const nothing: SessionsState = { kind: "loading", sessions: [], next: null, reason: "" };

/** The journal's sessions, newest first, and how to see more of them. */
export function useSessions(desk: DeskClient): [SessionsState, () => void] {
  const [state, setState] = useState(nothing);
  const [page, setPage] = useState<{ readonly before: number | null; readonly turn: number }>({
    before: null,
    turn: 0,
  });
  useEffect(() => {
    let current = true;
    setState((known) => ({ ...known, kind: "loading" }));
    desk.call.listSessions({ before: page.before, limit: pageSessions }).then(
      ({ sessions, next }) => {
        if (!current) return;
        setState((known) => ({
          kind: "found",
          sessions: page.before === null ? sessions : [...known.sessions, ...sessions],
          next,
          reason: "",
        }));
      },
      (error: unknown) => {
        if (current) setState((known) => ({ ...known, kind: "failed", reason: faultText(error).line }));
      },
    );
    return () => {
      current = false;
    };
  }, [desk, page]);
  // After a failure the same page is asked for again.
  const further = (): void =>
    setPage({ before: state.kind === "failed" ? page.before : state.next, turn: page.turn + 1 });
  return [state, further];
}
