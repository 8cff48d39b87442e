import { UsageError } from "./usage-error.ts";

/** The one file a run is over: of bars, or of ticks. Throws a {@link UsageError} for none and for both. */
export function marketFile({ bars, ticks }: { readonly bars?: string; readonly ticks?: string }): string {
  const file = bars ?? ticks;
  if (file !== undefined && (bars === undefined || ticks === undefined)) return file;
  throw new UsageError(
    file === undefined ? "there is no file to run over" : "--bars and --ticks are both given",
    "give --bars FILE or --ticks FILE",
  );
}
