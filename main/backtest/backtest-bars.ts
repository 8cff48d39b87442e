import { type RunDocument, runDocument } from "./run-document.ts";
import { noRecord, type RunOptions, runEngine } from "./run-engine.ts";

/** Runs a strategy over recorded bars with nothing written down, and returns the run's document. */
export async function backtestBars(options: Omit<RunOptions, "record">): Promise<RunDocument> {
  const run = { ...options, record: noRecord };
  return runDocument(run, await runEngine(run));
}
