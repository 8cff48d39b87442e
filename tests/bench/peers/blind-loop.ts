import type { BarColumns } from "../../../shared/model/market.ts";
import type { PlainResult, PlainRun } from "../plain-loop.ts";
import { wantedSide } from "./wanted-side.ts";

/** The plain loop's job for a peer that asks its rules nothing on the bar of a fill: it decides one bar later. */
export function blindLoop({ length, open, close }: BarColumns, run: PlainRun): PlainResult {
  const wants = wantedSide(run);
  let { cash } = run;
  let held = 0;
  let ordered = 0;
  let trades = 0;
  for (let i = 0; i < length; i++) {
    const fills = ordered !== held;
    if (fills) {
      const notional = (ordered - held) * (open[i] as number);
      cash -= notional + Math.abs(notional) * run.feeRate;
      if (ordered === 0) trades += 1;
      held = ordered;
    }
    const wanted = wants(close[i] as number) ? run.size : 0;
    if (!fills) ordered = wanted;
  }
  return { finalEquity: cash + held * (close[length - 1] as number), trades };
}
