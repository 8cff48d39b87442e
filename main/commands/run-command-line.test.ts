import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { Fault } from "../../shared/model/fault.ts";
import { defineCommand } from "./command.ts";
import { commands } from "./commands.ts";
import { openConsole } from "./console.ts";
import { runCommandLine } from "./run-command-line.ts";

class Collector extends EventEmitter {
  text = "";
  write(text: string): void {
    this.text += text;
  }
}

const failing = (name: string, error: unknown) =>
  defineCommand({
    name,
    summary: "fails",
    positionals: [],
    options: {},
    examples: [name],
    run: async () => {
      throw error;
    },
  });

const echo = defineCommand({
  name: "echo",
  summary: "says what it was given",
  positionals: [{ name: "WORD", text: "what to say" }],
  options: { loud: { kind: "flag", text: "shout" }, set: { kind: "list", value: "K=V", text: "a value" } },
  notes: ["It is only a test."],
  examples: ["echo hello", "echo hello --loud"],
  run: async ({ options, positionals }, console) => {
    console.json({ positionals, ...options });
    return 0;
  },
});

async function run(words: readonly string[], extra = [echo], debug = false) {
  const stdout = new Collector();
  const stderr = new Collector();
  const console = openConsole(stdout, stderr);
  const code = await runCommandLine({ words, commands: extra, version: "1.2.3", console, debug });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

describe("the command line", () => {
  test("runs a command with its words", async () => {
    const { code, stdout } = await run(["echo", "hello", "--loud", "--set", "a=1"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ positionals: ["hello"], loud: true, set: ["a=1"], json: false, help: false });
  });

  test("prints its version", async () => {
    expect(await run(["--version"])).toEqual({ code: 0, stdout: "1.2.3\n", stderr: "" });
  });

  test.each([[["--help"]], [["-h"]], [["help"]]])("lists its commands for %j", async (words) => {
    const { code, stdout } = await run(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/echo {2}says what it was given/);
  });

  test.each([[["echo", "--help"]], [["help", "echo"]]])("explains one command for %j", async (words) => {
    const { code, stdout } = await run(words);
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: proofdesk echo WORD [--loud] [--set K=V]… [--json]");
    expect(stdout).toContain("It is only a test.");
    expect(stdout).toContain("npm run -s proofdesk -- echo hello --loud");
  });

  test.each([
    [[], "try: proofdesk desk"],
    [["ehco"], "did you mean echo?"],
    [["dance"], "choose one of echo"],
    [["help", "ehco"], "did you mean echo?"],
    [["echo"], "add WORD: what to say"],
    [["echo", "a", "b"], "leave it out"],
    [["echo", "a", "--luod"], "did you mean --loud?"],
  ])("exits 2 with the fix for %j", async (words, fix) => {
    const { code, stdout, stderr } = await run(words);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^CLI-USAGE: /);
    expect(stderr).toContain(fix);
  });

  test("says a fault's code, message and remedy and exits 1", async () => {
    const fault = new Fault("STORAGE-NONE", "storage", "there is no journal", "Name the profile.");
    const { code, stderr } = await run(["read"], [failing("read", fault)]);
    expect(code).toBe(1);
    expect(stderr).toBe("STORAGE-NONE: there is no journal\nName the profile.\n");
  });

  test.each([
    "STRATEGY-UNKNOWN",
    "STRATEGY-PARAMS",
    "STRATEGY-SIZING-STOP",
    "FIRM-PRESET",
    "RUN-VENUE",
    "RUN-AMOUNT",
    "RUN-FUNDING",
    "RISK-LOCKOUT",
    "WITNESS-CHOICE",
    "WORM-ADDRESS",
  ])("exits 2 for %s, which only the words of the command line can cause", async (code) => {
    const wrong = new Fault(code, "validation", "it cannot be so", "Type another.");
    expect(await run(["read"], [failing("read", wrong)])).toEqual({
      code: 2,
      stdout: "",
      stderr: `${code}: it cannot be so\nType another.\n`,
    });
  });

  test("puts one JSON document on stdout when it fails, too", async () => {
    const fault = new Fault("STORAGE-NONE", "storage", "there is no journal", "Name the profile.");
    const failed = await run(["read", "--json"], [failing("read", fault)]);
    expect(JSON.parse(failed.stdout)).toEqual({
      error: { code: "STORAGE-NONE", category: "storage", message: "there is no journal", remedy: "Name the profile." },
    });
    const misused = await run(["echo", "--json"]);
    expect(misused.code).toBe(2);
    expect(JSON.parse(misused.stdout).error.code).toBe("CLI-USAGE");
  });

  test("names what the system refused", async () => {
    const file = Object.assign(new Error("ENOENT: no such file"), { code: "ENOENT", syscall: "open" });
    expect((await run(["read"], [failing("read", file)])).stderr).toMatch(/^FILE-ENOENT: .*\nCheck that the path/);
    const port = Object.assign(new Error("in use"), { code: "EADDRINUSE", syscall: "listen", port: 1 });
    expect((await run(["read"], [failing("read", port)])).stderr).toMatch(
      /^NETWORK-EADDRINUSE: .*\nChoose another port/,
    );
  });

  test("calls what it did not expect a defect, with the stack on demand", async () => {
    const plain = await run(["read"], [failing("read", new TypeError("x is not a function"))]);
    expect(plain.stderr).toMatch(/^BUG-UNEXPECTED: x is not a function\nThis is a defect/);
    const debug = await run(["read"], [failing("read", new TypeError("x is not a function"))], true);
    expect(debug.stderr).toMatch(/at .*run-command-line\.test/);
    expect((await run(["read"], [failing("read", "odd")])).stderr).toMatch(/^BUG-UNEXPECTED: odd/);
  });
});

describe("the console", () => {
  test("goes quiet when its reader went away", () => {
    const stdout = new Collector();
    const console = openConsole(stdout, new Collector());
    console.out("one");
    stdout.emit("error", Object.assign(new Error("broken pipe"), { code: "EPIPE" }));
    console.out("two");
    expect(stdout.text).toBe("one\n");
  });

  test("does not swallow other errors", () => {
    const stdout = new Collector();
    openConsole(stdout, new Collector());
    const full = Object.assign(new Error("disk full"), { code: "ENOSPC" });
    expect(() => stdout.emit("error", full)).toThrow("disk full");
  });
});

describe("a range", () => {
  const run2024 = ["--strategy", "sma", "--from", "2024-01-02", "--to", "2024-01-01"];
  test.each([
    [["backtest", "--bars", "none.csv", ...run2024]],
    [["paper", "--bars", "none.csv", "--profile", "none", ...run2024]],
    [["track-record", "--out", "none.json", "--from", "2024-01-02", "--to", "2024-01-01"]],
    [["export", "--out", "none.json", "--from", "10", "--to", "5"]],
  ])("that ends before it begins is wrong usage, whatever there is to read: %j", async (words) => {
    const { code, stderr } = await run(words, [...commands]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("CLI-USAGE: --from is later than --to")]);
  });
});

test.each([
  [["anchor", "receipt", "--out", "none.note", "--to", "the firm"], "--to is no mail address: the firm"],
  [["news", "import", "none.ics", "--profile", "/no/such/profile"], "--profile names a folder that does not exist"],
])("what cannot be meant is wrong usage before anything is written: %j", async (words, why) => {
  const { code, stderr } = await run(words, [...commands]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
});

describe("every command", () => {
  test.each(commands.map((command) => [command.name]))(
    "%s explains itself and answers a wrong option",
    async (name) => {
      const help = await run([name, "--help"], [...commands]);
      expect(help.code).toBe(0);
      expect(help.stdout).toContain(`Usage: proofdesk ${name}`);
      expect(help.stdout).toMatch(/Examples?:\n {2}npm run -s proofdesk -- /);
      const wrong = await run([name, "--jsn"], [...commands]);
      expect(wrong.code).toBe(2);
      expect(wrong.stderr).toContain("did you mean --json?");
    },
  );
});
