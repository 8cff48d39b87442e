import type { BarColumns } from "../../../shared/model/market.ts";
import { createColumnWriter } from "../bar-builder/column-writer.ts";
import { createDayAnchor } from "./day-anchor.ts";
import { type DayBars, drawDay, minutesPerDay } from "./day-bars.ts";
import type { Listing } from "./listing.ts";

const minuteMs = 60_000;
/** Days kept: a live market looks at today, and around midnight at tomorrow. */
const daysKept = 2;

/** One listing's bars at any time, past or to come; the same seed gives the same bars whenever they are asked for. */
export interface SyntheticBars {
  /** The bars of the day a minute (counted since 1970) lies in. */
  day(minute: number): DayBars;
  /** The bars of `from` to `to` (exclusive), both minutes since 1970. */
  columns(from: number, to: number): BarColumns;
}

export function createSyntheticBars(listing: Listing, seed: number): SyntheticBars {
  const anchor = createDayAnchor(listing, seed);
  const kept = new Map<number, DayBars>();
  const dayOf = (day: number): DayBars => {
    const known = kept.get(day);
    if (known) return known;
    const drawn = drawDay(listing, seed, day, anchor(day), anchor(day + 1));
    kept.set(day, drawn);
    for (const old of kept.keys()) {
      if (kept.size <= daysKept) break;
      kept.delete(old);
    }
    return drawn;
  };
  return {
    day: (minute) => dayOf(Math.floor(minute / minutesPerDay)),
    columns(from, to) {
      const { pricesPerUnit, sizesPerUnit } = listing;
      const writer = createColumnWriter(to - from);
      for (let minute = from; minute < to; minute++) {
        const bars = dayOf(Math.floor(minute / minutesPerDay));
        const m = minute % minutesPerDay;
        writer.push(
          minute * minuteMs,
          (bars.open[m] as number) / pricesPerUnit,
          (bars.high[m] as number) / pricesPerUnit,
          (bars.low[m] as number) / pricesPerUnit,
          (bars.close[m] as number) / pricesPerUnit,
          (bars.volume[m] as number) / sizesPerUnit,
        );
      }
      return writer.finish();
    },
  };
}
