import type { TraderView } from "../../../shared/model/trader.ts";

/** A running trader that has not answered for this long is shown as silent. */
export const silentAfterMs = 90_000;

export type Pulse = "beating" | "silent" | "waiting" | "none";

/** What a trader's heartbeat says; a trader that does not run has none. */
export function pulseOf(trader: Pick<TraderView, "status" | "heartbeatAt">, now: number): Pulse {
  if (trader.status !== "running") return "none";
  if (trader.heartbeatAt === null) return "waiting";
  return now - trader.heartbeatAt > silentAfterMs ? "silent" : "beating";
}
