import type { MarketSink } from "../../ports/market-data.ts";
import type { Listing } from "./listing.ts";
import { drawTicks, type MinuteTicks } from "./minute-ticks.ts";
import type { SyntheticBars } from "./synthetic-history.ts";

const minuteMs = 60_000;
/** Minutes further back than this are offered as bars alone: after a night's sleep nobody needs last night's ticks. */
const minutesWithTicks = 10;

/** Steps through the market: the ticks of all listings in one order of time, and after each minute its bars. */
export interface MinutePlayer {
  /** Offers everything up to `until` (UTC milliseconds). `false`: the sink is full, the refused item comes first next time. */
  advance(until: number, sink: MarketSink): boolean;
  readonly lastAt: number | null;
}

/** Begins with the first instant of `startMinute` (minutes since 1970). Knows no clock: time comes in as `until`. */
export function createMinutePlayer(
  listings: readonly Listing[],
  bars: readonly SyntheticBars[],
  seed: number,
  startMinute: number,
): MinutePlayer {
  let minute = startMinute;
  let ticks: MinuteTicks[] | null = null;
  let lastAt: number | null = null;
  const next = new Int32Array(listings.length);
  let nextBar = 0;

  const begin = (until: number): MinuteTicks[] => {
    next.fill(0);
    nextBar = 0;
    const old = until >= (minute + minutesWithTicks) * minuteMs;
    return old
      ? []
      : listings.map((listing, i) => drawTicks(listing, seed, minute, (bars[i] as SyntheticBars).day(minute)));
  };

  /** The listing whose next tick is first, -1 when the minute has no more. */
  const earliest = (drawn: readonly MinuteTicks[]): number => {
    let found = -1;
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < drawn.length; i++) {
      const at = drawn[i]?.at[next[i] as number] ?? Number.POSITIVE_INFINITY;
      if (at < best) {
        best = at;
        found = i;
      }
    }
    return found;
  };

  const offerBars = (sink: MarketSink): boolean => {
    for (; nextBar < listings.length; nextBar++) {
      const { pricesPerUnit: p, sizesPerUnit: s } = listings[nextBar] as Listing;
      const day = (bars[nextBar] as SyntheticBars).day(minute);
      const m = minute % day.open.length;
      const [open, high, low, close] = [day.open[m], day.high[m], day.low[m], day.close[m]] as [
        number,
        number,
        number,
        number,
      ];
      const volume = (day.volume[m] as number) / s;
      if (!sink.bar(nextBar, minute * minuteMs, minuteMs, open / p, high / p, low / p, close / p, volume)) return false;
    }
    return true;
  };

  return {
    get lastAt() {
      return lastAt;
    },
    advance(until, sink) {
      while (until >= minute * minuteMs) {
        ticks ??= begin(until);
        for (let i = earliest(ticks); i >= 0; i = earliest(ticks)) {
          const { at, bid, ask, last, size } = ticks[i] as MinuteTicks;
          const k = next[i] as number;
          const time = at[k] as number;
          if (time > until) return true;
          if (!sink.tick(i, time, bid[k] as number, ask[k] as number, last[k] as number, size[k] as number))
            return false;
          next[i] = k + 1;
          lastAt = time;
        }
        if (until < (minute + 1) * minuteMs) return true;
        if (!offerBars(sink)) return false;
        lastAt = (minute + 1) * minuteMs;
        ticks = null;
        minute += 1;
      }
      return true;
    },
  };
}
