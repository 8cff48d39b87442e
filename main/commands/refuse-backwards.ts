import { UsageError } from "./usage-error.ts";

/** A range that ends before it begins holds nothing, whatever there is to read. Throws a {@link UsageError} for one. */
export function refuseBackwards({ from, to }: { readonly from?: number; readonly to?: number }): void {
  if (from !== undefined && to !== undefined && from > to)
    throw new UsageError("--from is later than --to", "give a --from that is not later than --to");
}
