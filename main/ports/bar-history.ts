import type { Bar, BarColumns, Interval } from "../../shared/model/market.ts";

/** The bars a chart may ask for: one-minute history, what has been traded since, and the bar that is forming. */
export interface BarHistory {
  /** The newest `limit` bars opening before `before`, oldest first, the forming one included; `more` says older ones exist. */
  window(instrument: number, interval: Interval, limit: number, before?: number): { bars: BarColumns; more: boolean };
  /** The forming bar of an interval, `null` before the first price. */
  forming(instrument: number, interval: Interval): Bar | null;
  /** Takes a price into the forming bar. */
  tick(instrument: number, at: number, last: number, size: number): void;
  /** Takes a closed bar of a feed that has no ticks. */
  bar(instrument: number, bar: Bar): void;
}
