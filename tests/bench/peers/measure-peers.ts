import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { plainRun, plainSeed } from "../figure.ts";
import { median } from "../measure.ts";
import { measureNoise } from "../noise.ts";
import { plainLoop } from "../plain-loop.ts";
import { seededBars } from "../seeded-bars.ts";
import { type Expected, verdictOn } from "./agreement.ts";
import { writeBars } from "./bars-file.ts";
import { blindLoop } from "./blind-loop.ts";
import type { Contestant } from "./contestant.ts";
import { contestantUnavailable } from "./contestants.ts";
import { proofdesk } from "./proofdesk.ts";
import { pythonWith } from "./python-peers.ts";
import type { Visit, VisitSpec } from "./visit.ts";

export interface PeersOptions {
  readonly bars: number;
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Told what happens, for a person who waits. */
  say(line: string): void;
}

/** Medians of a contestant's visits. */
export interface PeerFigure {
  readonly contestant: Contestant;
  readonly barsPerSecond: number;
  readonly firstBarsPerSecond: number;
  /** How many times as fast Proofdesk without a journal was in the same round. */
  readonly proofdeskIs: number;
  readonly peakMb: number;
  /** What the process took for it beyond a runtime that holds the bars in columns. */
  readonly addedMb: number;
  readonly trades: number;
  readonly finalEquity: number;
  readonly agrees: boolean;
  readonly words: string;
}

export interface MissingPeer {
  readonly title: string;
  readonly reason: string;
  /** It is installed and did not get through the job. */
  readonly failed: boolean;
}

export interface PeersReport {
  readonly bars: number;
  readonly rounds: number;
  readonly expected: Expected;
  readonly figures: readonly PeerFigure[];
  readonly missing: readonly MissingPeer[];
  /** The kind of machine and of runtime, without a name. */
  readonly machine: string;
  /** Rounds before which the machine was busy. */
  readonly noisyRounds: number;
}

/**
 * Visits every contestant in turn, round by round, each time in a process of its own: none warms, fills or starves
 * another's, and what disturbs a round disturbs all of it. Who fails once is left out and said to be.
 */
export async function measurePeers(chosen: readonly Contestant[], options: PeersOptions): Promise<PeersReport> {
  const columns = seededBars(options.bars, plainSeed);
  const expected: Expected = {
    job: plainLoop(columns, plainRun, new Float64Array(options.bars)),
    blindOnFills: blindLoop(columns, plainRun),
  };
  const missing: MissingPeer[] = [];
  const visits = new Map<Contestant, Visit[]>();
  for (const contestant of chosen) {
    const reason = contestantUnavailable(contestant);
    if (reason === null) visits.set(contestant, []);
    else missing.push({ title: contestant.title, reason, failed: false });
  }
  const folder = mkdtempSync(join(tmpdir(), "proofdesk-peers-"));
  let noisyRounds = 0;
  try {
    const bars = join(folder, "bars.f64");
    writeBars(bars, columns);
    const { warmUpMs, measureMs } = options;
    const spec: VisitSpec = { bars, out: join(folder, "visit.json"), run: plainRun, warmUpMs, measureMs };
    for (let round = 1; round <= options.rounds; round++) {
      if (measureNoise(200).noisy) noisyRounds += 1;
      for (const [contestant, found] of visits) {
        options.say(`round ${round} of ${options.rounds}: ${contestant.title} …`);
        try {
          found.push(await visitInOwnProcess(contestant, spec));
        } catch (error) {
          visits.delete(contestant);
          missing.push({ title: contestant.title, reason: `it failed: ${String(error)}`, failed: true });
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  const ours = visits.get(proofdesk);
  const figures = [...visits].map(([contestant, found]) => figureOf(contestant, found, ours, expected, options.bars));
  return { bars: options.bars, rounds: options.rounds, machine: machine(), expected, figures, missing, noisyRounds };
}

function machine(): string {
  const all = cpus();
  const model = all[0]?.model.trim() || "a processor without a name";
  return `Node ${process.versions.node} on ${process.platform} ${process.arch}, ${all.length} cores of ${model}`;
}

function figureOf(
  contestant: Contestant,
  visits: readonly Visit[],
  ours: readonly Visit[] | undefined,
  expected: Expected,
  bars: number,
): PeerFigure {
  const verdicts = visits.map((visit) => verdictOn(visit, contestant.agreement, expected));
  const { trades, finalEquity } = visits[0] as Visit;
  return {
    contestant,
    barsPerSecond: bars / (median(visits.map(({ ms }) => ms)) / 1000),
    firstBarsPerSecond: bars / (median(visits.map(({ firstMs }) => firstMs)) / 1000),
    proofdeskIs: median(visits.map(({ ms }, round) => ms / (ours?.[round]?.ms ?? Number.NaN))),
    peakMb: median(visits.map(({ peakMb }) => peakMb)),
    addedMb: median(visits.map(({ peakMb, baseMb }) => peakMb - baseMb)),
    trades,
    finalEquity,
    agrees: verdicts.every(({ agrees }) => agrees),
    words: (verdicts.find(({ agrees }) => !agrees) ?? verdicts[0])?.words ?? "",
  };
}

function visitInOwnProcess(contestant: Contestant, spec: VisitSpec): Promise<Visit> {
  const [program, ...args] =
    "packages" in contestant
      ? [process.execPath, join(import.meta.dirname, "run.ts"), "--visit"]
      : [pythonWith(contestant.modules) ?? "python3", join(import.meta.dirname, "vectorised.py")];
  rmSync(spec.out, { force: true });
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, contestant.name, JSON.stringify(spec)], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (text) => {
      errors = `${errors}${String(text)}`.slice(-2000);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(readFileSync(spec.out, "utf8")) as Visit);
      else reject(new Error(`it ended with code ${code}: ${errors.trim().split("\n").slice(-3).join(" ")}`));
    });
  });
}
