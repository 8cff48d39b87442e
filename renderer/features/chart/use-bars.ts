import { useCallback, useEffect, useRef, useState } from "react";
import type { Interval } from "../../../shared/model/market.ts";
import { BarHistory } from "../../charts/bar-history.ts";
import { useConnection } from "../../stores/connection.ts";
import { framed } from "../../stores/frame.ts";
import { type DeskClient, useDesk } from "../../transport/desk-client.ts";
import { faultText } from "../../ui/fault-text.ts";

/** Bars asked for at a time; the first window fills a wide screen several times over. */
const windowBars = 1500;
/** A chart holds at most this many; older ones are for the back test, not for the eye. */
const mostBars = 12_000;

export interface BarChange {
  /** `last`: only the last bar moved; `all`: draw anew, with `added` bars in front. */
  readonly kind: "last" | "all";
  readonly added: number;
}

export interface BarsOf {
  readonly history: BarHistory;
  readonly state: "loading" | "ready" | "failed";
  readonly why: string;
  /** Counts every change that must be drawn anew. */
  readonly generation: number;
  subscribe(listener: (change: BarChange) => void): () => void;
  loadOlder(): void;
  retry(): void;
}

/** The bars of one instrument and interval: a window of history, more on demand, and the live bar once per frame. */
export function useBars(instrumentId: string, interval: Interval): BarsOf {
  const client = useDesk();
  const ready = useConnection((connection) => connection.ready);
  const [view, setView] = useState({
    history: new BarHistory(),
    state: "loading" as BarsOf["state"],
    why: "",
    generation: 0,
  });
  const [attempt, setAttempt] = useState(0);
  const listeners = useRef(new Set<(change: BarChange) => void>());
  const older = useRef<() => void>(() => {});

  useEffect(() => {
    void attempt;
    if (!ready) return;
    const load = startBars(client, instrumentId, interval, {
      onState: (history, state, why) => setView((old) => ({ history, state, why, generation: old.generation + 1 })),
      onChange: (change) => {
        for (const listener of listeners.current) listener(change);
      },
    });
    older.current = load.loadOlder;
    // The old bars stay in sight until the new ones are here.
    setView((old) => ({ ...old, state: "loading", why: "" }));
    return load.stop;
  }, [client, ready, instrumentId, interval, attempt]);

  const subscribe = useCallback((listener: (change: BarChange) => void) => {
    listeners.current.add(listener);
    return () => {
      listeners.current.delete(listener);
    };
  }, []);
  return {
    ...view,
    subscribe,
    loadOlder: useCallback(() => older.current(), []),
    retry: useCallback(() => setAttempt((count) => count + 1), []),
  };
}

function startBars(
  client: DeskClient,
  instrumentId: string,
  interval: Interval,
  events: {
    onState: (history: BarHistory, state: BarsOf["state"], why: string) => void;
    onChange: (change: BarChange) => void;
  },
) {
  const history = new BarHistory();
  let stopped = false;
  let more = false;
  let loading = true;
  const fail = (error: unknown): void => {
    if (!stopped) events.onState(history, "failed", faultText(error).title);
  };

  // Live bars first, so that none is missed between the window and the stream.
  const unsubscribe = client.subscribe(
    "bars",
    { instrumentId, interval },
    {
      onItems: framed((bars) => {
        if (stopped || loading) return;
        const was = history.length;
        let earlier = false;
        for (const bar of bars) earlier = history.take(bar) === "earlier" || earlier;
        // The bar that just closed is drawn too when the next one opens in the same frame.
        if (earlier || history.length > was + 1) events.onChange({ kind: "all", added: 0 });
        else events.onChange({ kind: "last", added: 0 });
        if (was === 0 && history.length > 0) events.onState(history, "ready", "");
      }),
      onError: fail,
    },
  );
  client.call.getBars({ instrumentId, interval, limit: windowBars }).then((window) => {
    if (stopped) return;
    history.prepend(window);
    more = window.more;
    loading = false;
    events.onState(history, "ready", "");
  }, fail);

  return {
    stop() {
      stopped = true;
      unsubscribe();
    },
    loadOlder() {
      const before = history.openTime[0];
      if (loading || !more || stopped || before === undefined || history.length >= mostBars) return;
      loading = true;
      client.call
        .getBars({ instrumentId, interval, limit: windowBars, before })
        .then((window) => {
          if (stopped) return;
          more = window.more;
          const added = history.prepend(window);
          if (added > 0) events.onChange({ kind: "all", added });
        })
        // The window that is here stays; scrolling asks again.
        .catch(() => undefined)
        .finally(() => {
          loading = false;
        });
    },
  };
}
