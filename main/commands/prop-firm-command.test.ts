import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { openConsole } from "./console.ts";
import { propFirmCommand } from "./prop-firm-command.ts";
import { runCommandLine } from "./run-command-line.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-firm-words-"));
vi.stubEnv("PROOFDESK_KEYCHAIN", "off");
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

/** What the command line answers to words. */
async function typed(...words: string[]) {
  const said = { out: "", err: "" };
  const sink = (name: "out" | "err") => ({
    write(text: string) {
      said[name] += text;
    },
    on: () => undefined,
  });
  const console = openConsole(sink("out") as never, sink("err") as never);
  const commands = [propFirmCommand];
  const all = ["prop-firm", ...words, "--profile", dir];
  const code = await runCommandLine({ words: all, commands, version: "0", console, debug: false });
  return { code, ...said };
}

test("a preset is copied, applied on the terms that are typed, and judged; every flag ends up in the record", async () => {
  expect(await typed("copy", "ftmo.1step.challenge.50k", "--as", "my.one")).toMatchObject({ code: 0 });
  const calendar = join(dir, "calendar.txt");
  writeFileSync(calendar, "2026-01-09T13:30Z\n");
  const terms = ["--margin", "25", "--slippage", "0.3", "--stops", "refused", "--daily-limit", "--confirm-automation"];
  const { code, out } = await typed("apply", "my.one", ...terms, "--calendar", calendar, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    applied: true,
    preset: "my.one",
    terms: {
      safetyMarginPercent: "25",
      slippagePercent: "0.3",
      withoutStop: "refused",
      optionalDailyLoss: true,
      automationConfirmed: true,
      releases: ["2026-01-09T13:30:00.000Z"],
    },
  });
  expect((await typed("apply", "my.one")).out).toContain("on these terms already");
  expect((await typed("apply", "ftmo.1step.challenge.100k", "--fresh")).out).toContain("it was under my.one");
  expect((await typed("ftmo.1step.challenge.100k")).out).toContain("FTMO");
  expect((await typed()).out).toMatch(/^my\.one /);
});

test("what is missing is named, and what is too much", async () => {
  expect(await typed("ftmo.1step.challenge.50k", "ftmo.1step.challenge.100k")).toMatchObject({
    code: 2,
    err: expect.stringContaining('takes no "ftmo.1step.challenge.100k"'),
  });
  expect(await typed("copy")).toMatchObject({ code: 2, err: expect.stringContaining("needs ID") });
  expect(await typed("copy", "ftmo.1step.challenge.50k")).toMatchObject({
    code: 2,
    err: expect.stringContaining("needs --as"),
  });
  expect(await typed("apply")).toMatchObject({ code: 2, err: expect.stringContaining("needs ID") });
});
