import type { RunRecord } from "../../main/backtest/run-engine.ts";
import { PaperRecord } from "../../main/commands/paper-record.ts";
import type { Journal } from "../../main/ports/journal.ts";
import { bareSync } from "./bare-sync.ts";
import { benchJournal } from "./bench-journal.ts";
import type { Figure } from "./figure.ts";
import { median, timed, warmUp } from "./measure.ts";
import { type SmaJob, smaJob } from "./sma-job.ts";
import { targetCells } from "./verdict.ts";

/** Events that may wait for the disk before the run waits for it too. */
const ahead = 16_384;

/**
 * Keeps events in the journal's groups and lets orders go on when theirs are staged. What is on disk is a prefix of the
 * run at any moment, with every order's intent and verdict before it; nothing outside this process sees an order sooner.
 */
export function inGroups(journal: Journal): RunRecord & { all(): Promise<void> } {
  let last = -1;
  return {
    append(event) {
      last = journal.append(event);
      return last;
    },
    open: () => journal.health().state === "open",
    async settle() {
      if (last - journal.durableSeq > ahead) await journal.durable(last - ahead / 2);
      return last;
    },
    all: () => journal.durable(last),
  };
}

/** Milliseconds of the job until its last event is on disk, and how many events that were. */
async function journaled(job: SmaJob): Promise<{ readonly ms: number; readonly events: number }> {
  const { journal, close } = await benchJournal();
  const before = journal.health().events;
  const record = inGroups(journal);
  const from = performance.now();
  await job.engine(record);
  await record.all();
  const ms = performance.now() - from;
  const { events } = journal.health();
  await close();
  return { ms, events: events - before };
}

/** The job as `paper` runs it: each order leaves when its verdict is on disk; the least is one `fdatasync` an order. */
async function writtenFirst(job: SmaJob): Promise<{ readonly ms: number; readonly syncMs: number }> {
  const { journal, dir, close } = await benchJournal();
  const disk = bareSync(dir);
  const record = new PaperRecord(journal, []);
  const from = performance.now();
  await job.engine(record);
  await record.settle();
  const ms = performance.now() - from;
  const syncMs = median(Array.from({ length: 200 }, () => disk.ms()));
  disk.close();
  await close();
  return { ms, syncMs };
}

/** The moving-average job with every order's events in the real journal: FULL, chained, checkpoints signed. */
export const smaJournaled: Figure = {
  name: "sma-journaled",
  async run({ quick }) {
    const job = smaJob(quick ? 50_000 : 1_000_000);
    const short = smaJob(quick ? 10_000 : 100_000);
    const rounds = quick ? 1 : 5;
    await journaled(short);
    if (!quick) await journaled(job);
    warmUp(job.plain, quick ? 100 : 400);
    const runs: { readonly ms: number; readonly events: number; readonly plainMs: number }[] = [];
    const strict: { readonly ms: number; readonly syncMs: number; readonly plainMs: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      runs.push({ ...(await journaled(job)), plainMs: timed(job.plain) });
      strict.push({ ...(await writtenFirst(short)), plainMs: timed(short.plain) });
    }
    // Both sides of a round trip have an intent, a verdict, a departure, an acceptance and a fill.
    const least = job.expected.trades * 10;
    const events = Math.min(...runs.map((run) => run.events));
    if (events < least) throw new Error(`${events} events of ${job.expected.trades} round trips`);
    const ratio = median(runs.map(({ ms, plainMs }) => plainMs / ms));
    const ms = median(runs.map((run) => run.ms));
    const strictMs = median(strict.map((run) => run.ms));
    const orders = short.expected.trades * 2;
    return {
      name: "sma-journaled",
      title: "the same, journaled in groups",
      value: job.bars / ms / 1000,
      unit: "M bars/s",
      ...targetCells(ratio, { must: 0.02, goal: 0.04 }),
      ratio,
      ratioOf: "of the plain loop's bars/s",
      detail: {
        bars: job.bars,
        events,
        trades: job.expected.trades,
        finalEquity: String(job.expected.finalEquity),
        writtenFirstRatio: median(strict.map((run) => run.plainMs / run.ms)),
        // What the plain loop's bars would come to if every order cost one wait for the disk and nothing else.
        writtenFirstMost: median(strict.map((run) => run.plainMs / (run.syncMs * orders))),
        writtenFirstMicrosPerOrder: (strictMs * 1000) / orders,
        fdatasyncMicros: median(strict.map((run) => run.syncMs)) * 1000,
        fdatasyncShare: median(strict.map((run) => (run.syncMs * orders) / run.ms)),
        plainBarsPerSecond: job.bars / (median(runs.map((run) => run.plainMs)) / 1000),
      },
    };
  },
};
