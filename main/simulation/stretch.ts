import type { BarPath } from "../../shared/model/bar-path.ts";
import type { VenueOrder } from "./venue-order.ts";

/** A part of a bar, in shares of it, and the path the price takes. */
export interface Stretch {
  readonly path: BarPath;
  readonly low: number;
  readonly high: number;
  readonly openTime: number;
  readonly intervalMs: number;
  /** How long before the last bar's close it opens, in milliseconds, as on a day of 23 hours. */
  readonly late: number;
}

/** The share of a bar from which its path is for an order, `from` at the earliest; one or more where that is a later bar. */
export function beginOf({ arrivedAt }: VenueOrder, { openTime, intervalMs, late }: Stretch, from: number): number {
  return Math.max(from, (arrivedAt - late - openTime) / intervalMs);
}

/** The millisecond of a share of a bar, none before the order came: its last one belongs to the bar, its close no more. */
export function momentOf({ openTime, intervalMs, late }: Stretch, share: number, { arrivedAt }: VenueOrder): number {
  const at = openTime + Math.min(Math.floor(share * intervalMs), intervalMs - 1);
  return late === 0 && at < arrivedAt ? arrivedAt : at;
}
