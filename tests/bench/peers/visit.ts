import { readFileSync, writeFileSync } from "node:fs";
import { median } from "../measure.ts";
import type { PlainRun } from "../plain-loop.ts";
import { readBars } from "./bars-file.ts";
import type { NodeContestant, PeerJob } from "./contestant.ts";

/** What a contestant's process is told. */
export interface VisitSpec {
  /** A file of `writeBars`. */
  readonly bars: string;
  /** Where the {@link Visit} goes, as JSON. */
  readonly out: string;
  readonly run: PlainRun;
  /** How long it runs before it is timed, its first run included. */
  readonly warmUpMs: number;
  /** How long it is timed, and once at least. */
  readonly measureMs: number;
}

/** What one visit of a contestant found. */
export interface Visit {
  readonly trades: number;
  readonly finalEquity: number;
  /** The first run of the process, compiling included. */
  readonly firstMs: number;
  /** The median of the runs after warming up. */
  readonly ms: number;
  /** Resident with the bars in columns, before the contestant is loaded. */
  readonly baseMb: number;
  /** The most that was resident until the end of the first run: later ones only add garbage. */
  readonly peakMb: number;
}

/** One visit in this process; the result is written down for whoever started it. */
export async function visit(contestant: NodeContestant, spec: VisitSpec): Promise<void> {
  const bars = readBars(spec.bars);
  const baseMb = process.memoryUsage().rss / 2 ** 20;
  const job = await contestant.open(bars, spec.run);
  const first = await timedJob(job);
  const peakMb = peakResidentMb();
  const until = performance.now() + spec.warmUpMs - first.ms;
  while (performance.now() < until) await job();
  const times: number[] = [];
  for (let spent = 0; times.length === 0 || spent < spec.measureMs; ) {
    const { ms } = await timedJob(job);
    times.push(ms);
    spent += ms;
  }
  const { trades, finalEquity } = first;
  const found: Visit = { trades, finalEquity, firstMs: first.ms, ms: median(times), baseMb, peakMb };
  writeFileSync(spec.out, JSON.stringify(found));
}

async function timedJob(
  job: PeerJob,
): Promise<{ readonly ms: number; readonly trades: number; readonly finalEquity: number }> {
  const from = performance.now();
  const { trades, finalEquity, ms } = await job();
  return { trades, finalEquity, ms: ms ?? performance.now() - from };
}

/** Linux keeps a process's own peak; what `getrusage` says there may be that of the process which started it. */
function peakResidentMb(): number {
  if (process.platform === "linux") {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (peak !== undefined) return Number(peak) / 1024;
  }
  return process.resourceUsage().maxRSS / 1024;
}
