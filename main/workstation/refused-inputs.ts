import type { Fault } from "../../shared/model/fault.ts";
import type { Log } from "../telemetry/log.ts";

const most = 1024;

/** Logs market inputs that were refused: each kind when it first comes, then every time its count has doubled. */
export function tellRefused(log: Log): (fault: Fault) => void {
  const counts = new Map<string, number>();
  return ({ code, message, remedy }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    const isTold = count < most ? (count & (count - 1)) === 0 : count % most === 0;
    if (isTold) log.warn("a market input was refused", { code, message, remedy, count });
  };
}
