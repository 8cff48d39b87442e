import { canonicalize } from "../../main/audit/canonical.ts";
import type { Engine } from "../../main/engine/engine-face.ts";
import { positionKey } from "./tally.ts";

/** Everything that the journal decides: what depends on prices is left out. */
export function knowledge(engine: Engine): string {
  const { cash, realizedPnl, fees, funding } = engine.account();
  const positions = engine
    .positions()
    .map((position) => [
      positionKey(position),
      position.size,
      position.averagePrice,
      position.realizedPnl,
      position.fees,
      position.funding,
    ]);
  const known = [cash, realizedPnl, fees, funding, positions, engine.tradingState(), engine.fills(), engine.orders()];
  return canonicalize(JSON.parse(JSON.stringify(known)));
}

/** Where two texts part, with a little of what stands around it. */
export function firstDifference(here: string, there: string): string {
  let at = 0;
  while (at < here.length && here[at] === there[at]) at++;
  return `…${here.slice(Math.max(0, at - 120), at + 80)}… would be …${there.slice(Math.max(0, at - 20), at + 80)}…`;
}
