import type { Instrument } from "../../shared/model/instrument.ts";
import type { BarColumns } from "../../shared/model/market.ts";

/**
 * Where a feed puts what it has; `instrument` is an index into the feed's instruments. `false` means the input queue is
 * full: the feed keeps the item, waits for {@link MarketSink.onSpace} and offers it again.
 */
export interface MarketSink {
  tick(instrument: number, at: number, bid: number, ask: number, last: number, size: number): boolean;
  /** A closed bar. It is handled at its close, `openTime + intervalMs`. */
  bar(
    instrument: number,
    openTime: number,
    intervalMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): boolean;
  onSpace(listener: () => void): () => void;
}

export interface FeedHealth {
  readonly state: "starting" | "live" | "stale" | "paused" | "ended" | "failed";
  readonly detail: string;
  readonly lastAt: number | null;
}

export interface MarketData {
  readonly instruments: readonly Instrument[];
  /** One-minute (or the file's own interval) history that precedes the live feed, oldest first. */
  history(instrument: number): BarColumns;
  readonly intervalMs: number;
  start(sink: MarketSink): void;
  stop(): void;
  health(): FeedHealth;
}
