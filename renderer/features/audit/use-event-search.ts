import { useEffect, useRef, useState } from "react";
import type { EventSearch, TimelineEvent } from "../../../shared/contract/audit.ts";
import type { DeskClient } from "../../transport/desk-client.ts";
import { faultText } from "../../ui/fault-text.ts";

/** What a person asks of the journal, as they typed it; days are UTC, `2026-01-31`. */
export interface EventQuery {
  readonly text: string;
  readonly type: string;
  readonly actor: string;
  readonly fromDay: string;
  readonly toDay: string;
}

export const anyEvent: EventQuery = { text: "", type: "", actor: "", fromDay: "", toDay: "" };

export interface EventSearchState {
  readonly kind: "searching" | "found" | "failed";
  readonly events: readonly TimelineEvent[];
  /** Where a further search would go on; `null` where the beginning of the journal is reached. */
  readonly next: number | null;
  readonly reason: string;
}

const typingPauseMs = 250;
const dayMs = 86_400_000;
const pageEvents = 50;
const nothing: EventSearchState = { kind: "searching", events: [], next: null, reason: "" };

/** The search a desk is asked; a day that cannot be read asks for nothing. */
function searchOf(query: EventQuery, before: number | null): EventSearch {
  const { text, type, actor, fromDay, toDay } = query;
  const from = Date.parse(`${fromDay}T00:00:00Z`);
  const to = Date.parse(`${toDay}T00:00:00Z`);
  return {
    text: text.trim(),
    type,
    actor: actor.trim(),
    from: Number.isNaN(from) ? null : from,
    to: Number.isNaN(to) ? null : to + dayMs - 1,
    before,
    limit: pageEvents,
  };
}

/** Searches the whole journal page by page, from the newest event back; only the answer to the newest question counts. */
export function useEventSearch(desk: DeskClient, query: EventQuery): [EventSearchState, () => void] {
  const [state, setState] = useState(nothing);
  const turn = useRef(0);
  const ask = (known: readonly TimelineEvent[], before: number | null): void => {
    turn.current += 1;
    const mine = turn.current;
    setState({ ...nothing, events: known });
    desk.call.searchEvents(searchOf(query, before)).then(
      ({ events, next }) => {
        if (turn.current === mine) setState({ kind: "found", events: [...known, ...events], next, reason: "" });
      },
      (error: unknown) => {
        if (turn.current === mine) setState({ ...nothing, kind: "failed", reason: faultText(error).line });
      },
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new question asks anew
  useEffect(() => {
    const timer = setTimeout(() => ask([], null), typingPauseMs);
    return () => {
      clearTimeout(timer);
      turn.current += 1;
    };
  }, [desk, query]);
  return [state, () => ask(state.events, state.next)];
}
