import type { TickColumns } from "../../../shared/model/market.ts";
import { createBarBuilder } from "../bar-builder/bar-builder.ts";

/** Bars a recording must last for, at the least, to be cut into minutes. */
const enoughBars = 60;

/** How ticks are cut into bars: minutes where the recording lasts for an hour, else seconds. `bars` counts the closed ones. */
export function tickInterval(ticks: TickColumns): { readonly intervalMs: number; readonly bars: number } {
  const lastsMs = (ticks.at[ticks.length - 1] ?? 0) - (ticks.at[0] ?? 0);
  const intervalMs = lastsMs >= enoughBars * 60_000 ? 60_000 : 1_000;
  let bars = 0;
  const builder = createBarBuilder(intervalMs, () => {
    bars += 1;
  });
  for (let i = 0; i < ticks.length; i++) {
    builder.tick(ticks.at[i] as number, ticks.last[i] as number, ticks.size[i] as number);
  }
  return { intervalMs, bars };
}
