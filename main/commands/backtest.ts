import { sha256Hex } from "../adapters/proof-node/node-primitives.ts";
import { backtestBars } from "../backtest/backtest-bars.ts";
import type { RunDocument } from "../backtest/run-document.ts";
import { type RunRequest, readInputs } from "./backtest-inputs.ts";
import { checkFirmRun, type FirmOutcome, firmNotes, firmOutcome, firmWatch, presetAsked } from "./firm-run.ts";
import { refuseRunFile, writeRunFile } from "./run-file.ts";
import type { SkippedInRun } from "./skipped-rows.ts";
import { startingNote } from "./starting-money.ts";

/** A run's document and what a reader must know about it. */
export type BacktestResult = RunDocument & {
  /** What the prop firm's guard made of it, under `--preset`. */
  readonly firm?: FirmOutcome;
  readonly skipped?: SkippedInRun;
  readonly notes: readonly string[];
};

/** The `backtest` command: runs a strategy over a recorded file and returns the document it prints. Throws Faults. */
export async function runBacktest(options: RunRequest): Promise<BacktestResult> {
  refuseRunFile(options, null);
  const inputs = await readInputs(options);
  const begins = inputs.columns.openTime[0] ?? 0;
  const firm = firmWatch(inputs, null);
  const asked = presetAsked(options, null, firm);
  if (asked !== null) firm.apply(asked, begins, { kind: "person", id: "command-line" });
  checkFirmRun(firm, begins);
  const run = { ...inputs, traderId: "run-1", idSeed: "backtest", sha256: sha256Hex };
  const document = await backtestBars(asked === null ? run : { ...run, firm });
  const outcome = firmOutcome(firm);
  const { cash } = inputs.account;
  const begun = startingNote({ cash, currency: inputs.instrument.quoteCurrency }, cash, true);
  const notes = [begun, ...inputs.notes, ...firmNotes(outcome, inputs.instrument.quoteCurrency)];
  const result = { ...document, ...(outcome === null ? {} : { firm: outcome }), ...inputs.skippedRows, notes };
  writeRunFile(options, result);
  return result;
}
