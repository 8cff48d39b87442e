import type { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import type { Random } from "./seeded-random.ts";

/**
 * How long each message travels, in milliseconds; `null` where messages arrive at once. Draws from `random` only what the
 * chosen shape needs: a table one number, a lognormal latency two, jitter one more, a constant none.
 */
export function latencyOf(settings: PaperVenueSettings, random: Random): (() => number) | null {
  const { latencyMs, latencyJitterMs, latencySigma, latencyTable } = settings;
  const base = latencyTable
    ? () => fromTable(latencyTable, random() * 100)
    : latencySigma > 0
      ? () => latencyMs * Math.exp(latencySigma * normal(random))
      : () => latencyMs;
  if (latencyJitterMs > 0) return () => base() + random() * latencyJitterMs;
  return latencyMs === 0 && latencyTable === undefined ? null : base;
}

/** A standard normal number (Box and Muller 1958). */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

type Table = NonNullable<PaperVenueSettings["latencyTable"]>;

/** The milliseconds at a percentile, along the line between its neighbours; flat beyond the ends. */
function fromTable(table: Table, percentile: number): number {
  let below = table[0];
  for (const row of table) {
    if (row.percentile >= percentile) {
      if (below === undefined || row.percentile === below.percentile) return row.ms;
      return below.ms + ((row.ms - below.ms) * (percentile - below.percentile)) / (row.percentile - below.percentile);
    }
    below = row;
  }
  return below?.ms ?? 0;
}
