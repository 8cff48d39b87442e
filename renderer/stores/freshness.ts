import type { PanelState } from "../ui/panel-state.tsx";
import { useNow } from "../ui/use-now.ts";
import { useConnection } from "./connection.ts";
import { useDeskState } from "./desk.ts";
import { useQuotes } from "./quotes.ts";

/** Market data older than this is shown as stale, whatever the stream says about itself. */
export const staleAfterMs = 3000;

/** The state of a panel that shows what the desk knows: orders, positions, account. */
export function useDeskPanelState(): PanelState {
  const state = useConnection((connection) => connection.state);
  const ready = useConnection((connection) => connection.ready);
  const pulseAt = useDeskState((desk) => desk.healthReceivedAt);
  const now = useNow();
  if (state === "closed") return { kind: "offline" };
  if (state === "reconnecting") return { kind: "reconnecting" };
  // What was in sight stays in sight while a connection that is back is greeted.
  if (state === "connecting" || !ready) return { kind: pulseAt > 0 ? "reconnecting" : "loading" };
  // A connection that is open but silent is as old as its last pulse.
  if (pulseAt > 0 && now - pulseAt > staleAfterMs) return { kind: "stale", ageMs: now - pulseAt };
  return { kind: "live" };
}

/** The state of a panel that shows prices; of one instrument, or of the freshest when none is named. */
export function useMarketPanelState(instrumentId?: string | null): PanelState {
  const desk = useDeskPanelState();
  const receivedAt = useQuotes((quotes) =>
    instrumentId ? (quotes.receivedAt[instrumentId] ?? 0) : Math.max(0, ...Object.values(quotes.receivedAt)),
  );
  const now = useNow();
  if (desk.kind !== "live") return desk;
  if (receivedAt === 0) return { kind: "loading" };
  const ageMs = now - receivedAt;
  return ageMs > staleAfterMs ? { kind: "stale", ageMs } : { kind: "live" };
}
