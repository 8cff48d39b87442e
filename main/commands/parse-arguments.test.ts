import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineCommand } from "./command.ts";
import { editDistance, nearest } from "./nearest.ts";
import { parseArguments } from "./parse-arguments.ts";
import { UsageError } from "./usage-error.ts";

const command = defineCommand({
  name: "paper",
  summary: "trades a file",
  positionals: [],
  options: {
    bars: { kind: "text", value: "FILE", text: "the bars", required: true },
    set: { kind: "list", value: "K=V", text: "a parameter" },
    cash: { kind: "decimal", value: "N", text: "money", above: 0 },
    note: { kind: "text", mayBeEmpty: true, text: "a note" },
    feeBps: { kind: "decimal", value: "N", text: "fee", min: 0 },
    latencyMs: { kind: "integer", value: "N", text: "latency", min: 0, max: 10 },
    participation: { kind: "number", value: "R", text: "share", min: 0, max: 1 },
    speed: { kind: "number", value: "max|N", text: "speed", min: 0, words: ["max"] },
    from: { kind: "time", value: "T", text: "start" },
    shell: { kind: "choice", text: "shell", choices: ["auto", "electron", "browser", "none"] },
    skipBad: { kind: "flag", text: "skip bad rows" },
  },
  examples: ["paper --bars a.csv"],
  run: async () => 0,
});
const parse = (...words: string[]) => parseArguments(command, ["--bars", "a.csv", ...words]).options;
const problem = (...words: string[]): UsageError => {
  try {
    parseArguments(command, words);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("it was understood");
};

describe("options", () => {
  test("come in both forms, flags and lists are always there", () => {
    expect(parse("--fee-bps=7.5", "--set", "fast=10", "--set", "slow=30")).toEqual({
      bars: "a.csv",
      feeBps: "7.5",
      set: ["fast=10", "slow=30"],
      skipBad: false,
      json: false,
      help: false,
    });
  });

  test("take words beside numbers where they say so", () => {
    expect(parse("--speed", "max").speed).toBe("max");
    expect(parse("--speed", "60").speed).toBe(60);
    expect(problem("--bars", "a", "--speed", "fast").fix).toBe("give a number from 0 or max");
  });

  test("refuse zero where a decimal has to be above it", () => {
    expect(parse("--cash", "0.01").cash).toBe("0.01");
    for (const text of ["0", "0.00", "-1", "x"]) {
      expect(problem("--bars", "a", "--cash", text).fix).toContain("give a decimal number above 0");
    }
  });

  test("are refused empty, where an empty path would be the folder of the moment", () => {
    expect(problem("--bars", "")).toMatchObject({ message: "--bars is empty", fix: "write --bars FILE: the bars" });
    expect(problem("--bars=")).toMatchObject({ message: "--bars is empty" });
    expect(problem("--bars", "a", "--set", "")).toMatchObject({ message: "--set is empty" });
    expect(parse("--note", "").note).toBe("");
  });

  test("read a time as ISO 8601 in UTC, unix seconds or milliseconds", () => {
    const at = Date.UTC(2024, 0, 31);
    expect(parse("--from", "2024-01-31").from).toBe(at);
    expect(parse("--from", "2024-01-31T00:00:00").from).toBe(at);
    expect(parse("--from", String(at)).from).toBe(at);
    expect(parse("--from", String(at / 1000)).from).toBe(at);
    expect(parse("--from", "2024-01-31 10:00").from).toBe(at + 36_000_000);
    expect(problem("--bars", "a", "--from", "yesterday").fix).toContain("--from 2024-01-31");
  });

  test.each(["2026-02-31", "2025-02-29T10:00", "2026-04-31T10:00:00Z", "2026-01-01T24:00", "99999999999999999"])(
    "take %s for no other time than it says",
    (text) => {
      const { message, fix } = problem("--bars", "a", "--from", text);
      expect(message).toBe(`--from does not understand "${text}"`);
      expect(fix).toContain("give a UTC time");
    },
  );

  test("say which day there is not", () => {
    expect(problem("--bars", "a", "--from", "2026-02-31").fix).toContain("no such day");
  });

  test("that are misspelt are answered with the nearest one", () => {
    expect(problem("--bars", "a", "--latencyms", "1").fix).toBe("did you mean --latency-ms?");
    expect(problem("--bars", "a", "--partcipation", "1").fix).toBe("did you mean --participation?");
    expect(problem("--bars", "a", "--shell", "elektron").fix).toBe("did you mean --shell electron?");
    expect(problem("--bars", "a", "--shell", "zzz").fix).toBe("choose one of auto, electron, browser, none");
    expect(problem("--bars", "a", "--zzzzzz").fix).toBe("see: proofdesk paper --help");
  });

  test.each([
    [["--latency-ms", "11"], "give a whole number from 0 up to 10"],
    [["--latency-ms", "1.5"], "give a whole number from 0 up to 10"],
    [["--fee-bps", "-1"], "give a decimal number of at least 0, for example 12.5"],
    [["--fee-bps", "1e3"], "give a decimal number of at least 0, for example 12.5"],
    [["--fee-bps"], "write --fee-bps N"],
    [["--fee-bps", "--skip-bad"], "write --fee-bps N"],
    [["--fee-bps", "1", "--fee-bps", "2"], "keep one --fee-bps"],
    [["--skip-bad=yes"], "write just --skip-bad"],
    [["stray"], "leave it out, or name its option"],
    [["--", "--stray"], "leave it out, or name its option"],
  ])("refuse %j and say the fix", (words, fix) => {
    expect(problem("--bars", "a.csv", ...words).fix).toBe(fix);
  });

  test("that are required are asked for with their meaning, unless help is wanted", () => {
    expect(problem().fix).toBe("add --bars FILE: the bars");
    expect(parseArguments(command, ["-h"]).options.help).toBe(true);
  });
});

describe("the nearest word", () => {
  test("is the one that is begun, or the one a slip away", () => {
    expect(nearest("verfiy", ["verify", "export", "audit"])).toBe("verify");
    expect(nearest("back", ["backtest", "audit"])).toBe("backtest");
    expect(nearest("xyzzy", ["verify", "export", "audit"])).toBeNull();
  });

  test("is measured by a distance that is symmetric and zero only for the word itself", () => {
    const word = fc.stringMatching(/^[a-z]{0,8}$/);
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
