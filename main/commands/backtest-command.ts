import { readAssignments } from "./assignments.ts";
import { defineCommand } from "./command.ts";
import { marketFile, refuseIdle } from "./market-file.ts";
import { refuseBackwards } from "./refuse-backwards.ts";
import { runOptions } from "./run-options.ts";

export const backtestCommand = defineCommand({
  name: "backtest",
  summary: "runs a strategy over recorded bars through engine, gate and paper venue",
  positionals: [],
  options: runOptions,
  notes: [
    "Without options a run starts with 10,000, pays nothing, fills whole and without latency, and says so.",
    "It prints the same tradesHash as paper with the same options.",
  ],
  examples: [
    "backtest --bars AAPL_1d.csv --strategy sma --set fast=50 --set slow=200 --json",
    "backtest --bars BTCUSDT_1m.csv.gz --strategy sma --set side=both --fee-bps 10 --slippage-bps 2 --out run.json",
  ],
  run: async ({ options: { json, help: _, ...options } }, console) => {
    readAssignments(options.set);
    refuseIdle(options);
    refuseBackwards(options);
    const [{ runBacktest }, { printRun }] = await Promise.all([import("./backtest.ts"), import("./run-report.ts")]);
    console.err(`Running ${options.strategy} over ${marketFile(options)} …`);
    const document = await runBacktest(options);
    if (json) console.json(document);
    else printRun(document, console);
    return 0;
  },
});
