import { resolve } from "node:path";
import { readAssignments } from "./assignments.ts";
import { defineCommand } from "./command.ts";
import { marketFile, refuseIdle } from "./market-file.ts";
import { profileOption } from "./profile-option.ts";
import { refuseBackwards } from "./refuse-backwards.ts";
import { runOptions } from "./run-options.ts";

export const paperCommand = defineCommand({
  name: "paper",
  summary: "trades a recorded file through engine, gate, paper venue and a durable journal",
  positionals: [],
  options: {
    ...runOptions,
    speed: {
      kind: "number",
      value: "max|N",
      min: 0.001,
      words: ["max"],
      text: "how many times real time (default: max)",
    },
    profile: { ...profileOption, text: "the profile whose journal keeps the run", required: true },
  },
  notes: [
    "A run that this profile holds unfinished, of the same file and settings, goes on where its journal ends;",
    "otherwise a new run starts on the account as it stands.",
  ],
  examples: [
    "paper --bars BTCUSDT_1m.csv.gz --strategy sma --set fast=10 --set slow=30 --speed max --profile ./p --json",
  ],
  run: async ({ options: { json, help: _, profile, ...options } }, console) => {
    readAssignments(options.set);
    refuseIdle(options);
    refuseBackwards(options);
    const [{ runPaper }, { printRun }] = await Promise.all([import("./paper.ts"), import("./run-report.ts")]);
    console.err(`Trading ${options.strategy} over ${marketFile(options)} on paper …`);
    const document = await runPaper({ ...options, profileDir: resolve(profile) });
    if (document.run.repeatedEvents > 0) {
      console.err(`Went on with ${document.run.id} after ${document.run.repeatedEvents} journaled events.`);
    }
    if (json) console.json(document);
    else {
      printRun(document, console);
      const { events, checkpoints, profile: folder } = document.journal;
      console.out(`Journal: ${events} events, ${checkpoints} checkpoints in ${folder}`);
    }
    return 0;
  },
});
