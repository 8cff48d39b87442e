import { useMemo } from "react";
import { useDeskState, useInstruments } from "../../stores/desk.ts";
import { useQuotes } from "../../stores/quotes.ts";
import { useTraders } from "../../stores/traders.ts";
import { useNow } from "../../ui/use-now.ts";
import type { BlotterContext } from "./blotter-rows.ts";

/** Instruments, quotes, trader names and the session's start, for joining rows. */
export function useBlotterContext(): BlotterContext {
  const list = useInstruments();
  const now = useNow();
  const traders = useTraders((state) => state.byId);
  const sessionStartedAt = useDeskState((state) => state.info?.startedAt ?? null);
  const instruments = useMemo(() => new Map(list.map((instrument) => [instrument.id, instrument])), [list]);
  // Once a second is enough for a distance; joining hundreds of rows on every frame is not.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `now` is the pace
  const quotes = useMemo(() => new Map(Object.entries(useQuotes.getState().byId)), [now]);
  const traderNames = useMemo(
    () => new Map(Object.values(traders).map((trader) => [trader.traderId, trader.name])),
    [traders],
  );
  return useMemo(
    () => ({ instruments, quotes, traderNames, sessionStartedAt }),
    [instruments, quotes, traderNames, sessionStartedAt],
  );
}
