import { honestWords } from "../../shared/model/honest-words.ts";
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
    witness: { kind: "list", value: "KEY", text: "a witness you trust, as name+id+key; may be given again" },
    authority: {
      kind: "list",
      value: "ROOT",
      text: "the root of a timestamp authority you trust, PEM; may be given again",
    },
    quorum: {
      kind: "integer",
      value: "N",
      min: 1,
      text: "fail unless so many different witnesses and authorities vouch",
    },
    openings: { kind: "text", value: "FILE", text: "what opens redacted values, as the trader gave it to you" },
    statement: { kind: "text", value: "FILE", text: "the broker's statement to compare the fills with" },
    zone: { kind: "text", value: "ZONE", text: "the statement's time zone where its times name none; UTC" },
    symbol: { kind: "list", value: "S=I", text: "how the statement names an instrument, for example ESM6=paper:ES" },
  },
  notes: [
    "Exits 0 when no check fails, 1 when one does, 2 when a file cannot be read.",
    `Of a bundle in which no check fails: ${honestWords.join(" ")}`,
  ],
  examples: [
    "verify bundle.json",
    "verify bundle.json --checkpoint kept.txt --json",
    "verify bundle.json --statement trades.csv --zone America/Chicago",
  ],
  run: async ({ options, positionals: [file = ""] }, console) => {
    const { runVerify } = await import("./verify.ts");
    const { progressTeller } = await import("./verify-progress.ts");
    const { checkpoint, openings, statement, zone, witness, authority, quorum, symbol } = options;
    const { lines, ...report } = runVerify({
      file,
      witnesses: witness,
      authorities: authority,
      symbols: symbol,
      zone: zone ?? "UTC",
      ...(checkpoint === undefined ? {} : { checkpoint }),
      ...(quorum === undefined ? {} : { quorum }),
      ...(openings === undefined ? {} : { openings }),
      ...(statement === undefined ? {} : { statement }),
      onProgress: progressTeller(
        (text) => console.err(text),
        () => performance.now(),
      ),
    });
    if (options.json) console.json(report);
    else for (const line of lines) console.out(line);
    return report.exitCode;
  },
});
