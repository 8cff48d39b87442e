import { interleaved, median } from "./measure.ts";
import { type PlainRun, plainLoop } from "./plain-loop.ts";
import { seededBars } from "./seeded-bars.ts";

export interface BenchMode {
  /** Fewer rounds and less data: shows that everything runs, not how fast. */
  readonly quick: boolean;
}

/** What one figure found. `value` is in `unit`; `ratio` sets it against the plain loop timed in the same process. */
export interface FigureResult {
  readonly name: string;
  readonly title: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: string;
  readonly met: boolean;
  readonly ratio: number;
  readonly ratioOf: string;
  readonly detail: Readonly<Record<string, number | string | boolean>>;
}

export interface Figure {
  readonly name: string;
  /** Why it cannot be measured here, `null` when it can. */
  unavailable?(): string | null;
  run(mode: BenchMode): Promise<FigureResult>;
}

export const plainRun: PlainRun = { fast: 50, slow: 200, size: 10, cash: 100_000, feeRate: 1 / 1024 };
export const plainSeed = 20_240_101;

/** Bars a second of the plain loop over `bars` bars, median of several rounds. */
export function plainRate(bars: number, rounds: number): number {
  const columns = seededBars(bars, plainSeed);
  const equity = new Float64Array(bars);
  const { loop } = interleaved({ loop: () => void plainLoop(columns, plainRun, equity) }, { rounds, warmUpMs: 400 });
  return bars / (median(loop) / 1000);
}

/** A time against the plain loop: how many of its bars pass in that time. */
export function inPlainBars(ms: number, barsPerSecond: number): { ratio: number; ratioOf: string } {
  return { ratio: (ms / 1000) * barsPerSecond, ratioOf: "plain-loop bars in that time" };
}
