import type { ClockReading } from "../../shared/model/clock-reading.ts";
import type { Journal } from "../ports/journal.ts";
import type { MarketData } from "../ports/market-data.ts";
import type { DeskSigns } from "../risk/breakers/breaker-check.ts";

/** What the desk measures of itself, and the way to measure it anew. */
export interface SampledSigns {
  readonly signs: DeskSigns;
  sample(): void;
}

interface Sources {
  readonly journal: Pick<Journal, "health">;
  readonly feed: Pick<MarketData, "health">;
  readonly clock: () => ClockReading | null;
  /** Milliseconds of a clock that never goes back. */
  readonly mono: () => number;
}

const silent: ReadonlySet<string> = new Set(["stale", "failed"]);

/** Measures what circuit breakers may ask of the desk; between two samples nothing changes, so that asking costs nothing. */
export function sampleSigns({ journal, feed, clock, mono }: Sources): SampledSigns {
  const signs = { journalWaitMs: 0, journalFailedMs: 0, feedDownMs: 0, clock: clock() };
  const since = { durable: mono(), failed: mono(), down: mono() };
  let durableSeq = -1;
  return {
    signs,
    sample() {
      const now = mono();
      const health = journal.health();
      const failed = health.state !== "open";
      // As long as the disk gets on nothing waits longer than since it last did.
      if (health.pending === 0 || health.durableSeq !== durableSeq) since.durable = now;
      durableSeq = health.durableSeq;
      if (!failed) since.failed = now;
      if (!silent.has(feed.health().state)) since.down = now;
      signs.journalWaitMs = now - since.durable;
      signs.journalFailedMs = now - since.failed;
      signs.feedDownMs = now - since.down;
      signs.clock = clock();
    },
  };
}
