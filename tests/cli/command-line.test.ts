import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "../../main/commands/commands.ts";
import { root, runCli } from "./run-cli.ts";

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

/** A Node that says it is version 20, which is the one thing the guard looks at. */
const oldNode =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.20.2"}})';

describe("the command line in its own process", () => {
  test("prints the version of package.json", async () => {
    expect(await runCli(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("lists every command of the product", async () => {
    const { code, stdout } = await runCli(["--help"]);
    expect(code).toBe(0);
    for (const name of ["desk", "paper", "backtest", "order", "export", "verify", "audit", "doctor"]) {
      expect(commands.map((command) => command.name)).toContain(name);
      expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\S`, "m"));
    }
  });

  test("exits 2 with the fix when a word is wrong", async () => {
    const { code, stdout, stderr } = await runCli(["bakctest"]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("did you mean backtest?");
  });

  test("exits 2 with one JSON document when JSON was asked for", async () => {
    const { code, stdout } = await runCli(["paper", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error).toMatchObject({
      code: "CLI-USAGE",
      remedy: expect.stringContaining("--strategy"),
    });
  });

  test.each([
    ["backtest", []],
    ["paper", ["--profile", "none"]],
  ])(
    "%s exits 2 when limits shall keep their place in a queue that bars do not show, or that nobody tells the length of",
    async (command, more) => {
      const words = [command, "--bars", "none.csv", "--strategy", "sma", "--set", "queue=true", ...more];
      const { code, stderr } = await runCli(words);
      expect(code).toBe(2);
      expect(stderr).toContain("RUN-QUEUE-TICKS");
      expect(stderr).toContain("Give --ticks FILE");
      const unsaid = await runCli(words.map((word) => (word === "--bars" ? "--ticks" : word)));
      expect(unsaid.code).toBe(2);
      expect(unsaid.stderr).toContain("RUN-QUEUE-AHEAD");
      expect(unsaid.stderr).toContain("Give --queue-ahead SIZE");
    },
  );

  test("refuses an old Node in words before it loads anything native", async () => {
    const { code, stdout, stderr } = await runCli(["doctor"], { nodeFlags: ["--import", oldNode] });
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^NODE-TOO-OLD: this is Node 20\.20\.2.*\n.*npm run -s proofdesk/);
  });
});
