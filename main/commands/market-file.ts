import type { RunRequest } from "./backtest-inputs.ts";
import { UsageError } from "./usage-error.ts";

/** The one file a run is over: of bars, or of ticks. Throws a {@link UsageError} for none and for both. */
export function marketFile({ bars, ticks }: Pick<RunRequest, "bars" | "ticks">): string {
  const file = bars ?? ticks;
  if (file !== undefined && (bars === undefined || ticks === undefined)) return file;
  throw new UsageError(
    file === undefined ? "there is no file to run over" : "--bars and --ticks are both given",
    "give --bars FILE or --ticks FILE",
  );
}

/** An option that decides nothing in this run would be taken for one that does. Throws a {@link UsageError} for the first. */
export function refuseIdle({ ticks, intervalMs, preset, calendar }: RunRequest): void {
  if (intervalMs !== undefined && ticks === undefined) {
    throw new UsageError(
      "--interval-ms cuts ticks into bars, and this run has bars",
      "leave it out, or give --ticks FILE",
    );
  }
  if (calendar !== undefined && preset === undefined)
    throw new UsageError("--calendar means nothing without --preset", "leave it out, or give --preset ID");
}
