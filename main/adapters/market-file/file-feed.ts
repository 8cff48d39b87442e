import type { Instrument } from "../../../shared/model/instrument.ts";
import type { BarColumns, TickColumns } from "../../../shared/model/market.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FeedHealth, MarketData, MarketSink } from "../../ports/market-data.ts";
import { sliceColumns } from "../bar-builder/column-writer.ts";
import type { FeedTimer } from "../feed-timer/feed-timer.ts";
import { createBarSource, type FeedSource } from "./bar-source.ts";
import { createTickSource } from "./tick-source.ts";

/** What one instrument plays: bars, or ticks (then the bars they make are offered too). */
export type FeedSeries = { readonly instrument: Instrument } & (
  | { readonly bars: BarColumns }
  | { readonly ticks: TickColumns }
);

export interface FileFeedOptions {
  readonly series: readonly FeedSeries[];
  readonly intervalMs: number;
  /** `max` offers as fast as the sink takes; a number is how many market seconds pass in one real second. */
  readonly speed: "max" | number;
  /** How many first bars of each series are history, so that a chart is full at the start. */
  readonly historyBars?: number;
  /** Only `mono` is looked at. */
  readonly clock: Clock;
  readonly timer: FeedTimer;
  readonly onEnd?: () => void;
}

export interface FileFeed extends MarketData {
  pause(): void;
  resume(): void;
}

/** Items offered before other work gets its turn. */
const slice = 2048;
const longestWaitMs = 250;

/** Plays recorded series in one order of time (equal times: in the order of the series); an item the sink refuses is offered again, never lost, never overtaken. */
export function createFileFeed(options: FileFeedOptions): FileFeed {
  const { speed, timer, clock, intervalMs } = options;
  const historyBars = options.historyBars ?? 0;
  const sources = options.series.map((series, index): FeedSource => {
    if ("ticks" in series) return createTickSource(index, series.ticks, intervalMs, historyBars);
    const first = Math.min(historyBars, series.bars.length);
    return createBarSource(index, series.bars, intervalMs, first, sliceColumns(series.bars, 0, first));
  });
  const realMs = (): number => Number(clock.mono()) / 1e6;

  let state: FeedHealth["state"] = "starting";
  let sink: MarketSink | null = null;
  let lastAt: number | null = null;
  let full = false;
  let cancelTimer = (): void => undefined;
  let leaveSink = (): void => undefined;
  // Market time runs from `marketStart` at real time `realStart`; a pause moves both.
  let marketStart = 0;
  let realStart = 0;

  const marketNow = (): number =>
    speed === "max" ? Number.POSITIVE_INFINITY : marketStart + (realMs() - realStart) * speed;
  const soonest = (): FeedSource | null => {
    let found: FeedSource | null = null;
    let due = Number.POSITIVE_INFINITY;
    for (const source of sources) {
      const at = source.due();
      if (at < due) {
        due = at;
        found = source;
      }
    }
    return found;
  };
  const schedule = (delayMs: number): void => {
    cancelTimer();
    cancelTimer = timer.after(delayMs, run);
  };
  const end = (): void => {
    state = "ended";
    leaveSink();
    options.onEnd?.();
  };

  const run = (): void => {
    if (state !== "live" || sink === null || full) return;
    const now = marketNow();
    for (let offered = 0; offered < slice; offered++) {
      const source = soonest();
      if (source === null) {
        end();
        return;
      }
      const at = source.due();
      if (at > now) {
        schedule(Math.min(longestWaitMs, Math.max(1, (at - now) / (speed as number))));
        return;
      }
      full = true;
      if (!source.offer(sink)) return;
      full = false;
      lastAt = at;
    }
    schedule(0);
  };

  const go = (): void => {
    marketStart = soonest()?.due() ?? 0;
    realStart = realMs();
    state = "live";
    schedule(0);
  };

  return {
    instruments: options.series.map((series) => series.instrument),
    intervalMs,
    history: (instrument) => sources[instrument]?.history ?? sliceColumns(emptyColumns, 0, 0),
    start(into) {
      if (state !== "starting") return;
      sink = into;
      leaveSink = into.onSpace(() => {
        if (!full) return;
        full = false;
        schedule(0);
      });
      go();
    },
    stop() {
      cancelTimer();
      leaveSink();
      sink = null;
      if (state !== "ended") state = "ended";
    },
    pause() {
      if (state !== "live") return;
      cancelTimer();
      state = "paused";
    },
    resume() {
      if (state !== "paused") return;
      full = false;
      go();
    },
    health: () => ({ state, detail: describe(state, full, speed), lastAt }),
  };
}

function describe(state: FeedHealth["state"], full: boolean, speed: "max" | number): string {
  if (state === "live" && full) return "waits for the desk to catch up";
  return state === "live"
    ? `plays a recording at ${speed === "max" ? "full speed" : `${speed}×`}`
    : `recording ${state}`;
}

const none = new Float64Array(0);
const emptyColumns: BarColumns = {
  length: 0,
  openTime: none,
  open: none,
  high: none,
  low: none,
  close: none,
  volume: none,
};
