import { defineCommand } from "./command.ts";

export const verifyCommand = defineCommand({
  name: "verify",
  summary: "checks a bundle: integrity, time and completeness, each finding with its code",
  positionals: [{ name: "FILE", text: "the bundle" }],
  options: {
    checkpoint: {
      kind: "text",
      value: "FILE",
      text: "a checkpoint kept from earlier: the journal must only have grown",
    },
  },
  notes: ["Exits 0 when every integrity check holds, 1 when one fails, 2 when the file cannot be read."],
  examples: ["verify bundle.json", "verify bundle.json --checkpoint kept.txt --json"],
  run: async ({ options, positionals: [file = ""] }, console) => {
    const { runVerify } = await import("./verify.ts");
    const { checkpoint } = options;
    const { lines, ...report } = runVerify({ file, ...(checkpoint === undefined ? {} : { checkpoint }) });
    if (options.json) console.json(report);
    else for (const line of lines) console.out(line);
    return report.exitCode;
  },
});
