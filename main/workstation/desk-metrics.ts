import type { Engine } from "../engine/engine-face.ts";
import type { Journal } from "../ports/journal.ts";
import type { Log } from "../telemetry/log.ts";
import { createMetrics } from "../telemetry/metrics.ts";

const sampleMs = 1_000;
const reportMs = 60_000;

/**
 * Samples what a slow desk would show first: how full the input queue is, how often the feed had to wait, how long the
 * journal's commits take. The log gets a snapshot every minute and one at the end. Returns the way to stop.
 */
export function watchDesk(engine: Engine, journal: Journal, log: Log): () => void {
  const metrics = createMetrics();
  metrics.observe("engine.queueDepth", "inputs waiting now", () => engine.metrics().queueDepth);
  metrics.observe("engine.backPressure", "times a feed was told to wait", () => engine.metrics().backPressure);
  const depths = metrics.histogram("engine.queueDepthSampled", "inputs waiting, once a second");
  const commits = metrics.histogram("journal.commitMicros", "microseconds of a group commit");
  const stopCommits = journal.onDurable(() => {
    const { lastCommitMs } = journal.health();
    if (lastCommitMs !== null) commits.record(lastCommitMs * 1000);
  });
  const sampling = setInterval(() => depths.record(engine.metrics().queueDepth), sampleMs);
  const report = (): void => log.info("metrics", metrics.snapshot());
  const reporting = setInterval(report, reportMs);
  return () => {
    clearInterval(sampling);
    clearInterval(reporting);
    stopCommits();
    report();
  };
}
