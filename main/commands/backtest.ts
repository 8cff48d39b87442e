import { writeFileSync } from "node:fs";
import { sha256Hex } from "../adapters/proof-node/node-primitives.ts";
import { backtestBars } from "../backtest/backtest-bars.ts";
import type { RunDocument } from "../backtest/run-document.ts";
import { type RunRequest, readInputs } from "./backtest-inputs.ts";

export interface BacktestOptions extends RunRequest {
  /** Where the document is written too. */
  readonly out?: string;
}

/** A run's document and what a reader must know about it. */
export type BacktestResult = RunDocument & { readonly notes: readonly string[] };

/** The `backtest` command: runs a strategy over a recorded file and returns the document it prints. Throws Faults. */
export async function runBacktest(options: BacktestOptions): Promise<BacktestResult> {
  const inputs = await readInputs(options);
  const document = await backtestBars({ ...inputs, traderId: "run-1", idSeed: "backtest", sha256: sha256Hex });
  const result = { ...document, notes: inputs.notes };
  if (options.out !== undefined) writeFileSync(options.out, `${JSON.stringify(result, null, 1)}\n`);
  return result;
}
