import type { TraderView } from "../../../shared/model/trader.ts";

/** A running trader that has not answered for this long, in the person's time, is shown as silent. */
export const silentAfterMs = 90_000;

export type Pulse = "beating" | "silent" | "waiting" | "none";

/** What a trader's heartbeat says by the desk's clock `now`, which runs `pace` times ours; a trader that does not run has none. */
export function pulseOf(trader: Pick<TraderView, "status" | "heartbeatAt">, now: number, pace = 1): Pulse {
  if (trader.status !== "running") return "none";
  if (trader.heartbeatAt === null) return "waiting";
  return (now - trader.heartbeatAt) / pace > silentAfterMs ? "silent" : "beating";
}
