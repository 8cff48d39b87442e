import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Check } from "../../main/commands/doctor/check.ts";
import { checkKeychain } from "../../main/commands/doctor/keychain-check.ts";
import { checkClock } from "../../main/commands/doctor/machine-checks.ts";
import {
  checkDisk,
  checkProfileFolder,
  checkProfileHolder,
  checkSchema,
} from "../../main/commands/doctor/profile-checks.ts";
import { checkBuild, checkNode, checkSqlite } from "../../main/commands/doctor/program-checks.ts";
import { checkChromium, checkElectron } from "../../main/commands/doctor/shell-checks.ts";
import { runDoctor } from "../../main/commands/doctor.ts";
import { root } from "./run-cli.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "proofdesk-doctor-"));
  process.env["PROOFDESK_KEYCHAIN"] = "off";
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  delete process.env["PROOFDESK_KEYCHAIN"];
});

interface Report {
  readonly canTrade: boolean;
  readonly profile: string;
  readonly checks: readonly Check[];
}

async function examine(profile: string, json = true): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  const code = await runDoctor({ profile, json }, { out: say, json: (value) => say(JSON.stringify(value)), err: say });
  return { code, text: lines.join("\n") };
}

describe("the doctor", () => {
  test("looks at everything and names for each absence what it costs and how to mend it", async () => {
    const { code, text } = await examine(join(folder, "profile"));
    const report = JSON.parse(text) as Report;
    expect(code).toBe(0);
    expect(report.canTrade).toBe(true);
    expect(report.checks.map(({ name }) => name)).toEqual([
      "Node",
      "better-sqlite3",
      "build",
      "Electron runtime",
      "Chromium",
      "keychain",
      "profile folder",
      "profile in use",
      "journal schema",
      "free disk",
      "clock",
      "clock offset",
    ]);
    for (const { state, cost, fix } of report.checks) {
      expect(["ok", "missing", "unknown"]).toContain(state);
      expect(cost === "").toBe(state === "ok");
      expect(fix === "").toBe(state === "ok");
    }
  });

  test("says it in a table for a person", async () => {
    const { text } = await examine(join(folder, "profile"), false);
    expect(text).toMatch(/^ok {7}Node/m);
    expect(text).toMatch(/unknown {2}clock offset.*\n +costs: .*\n +fix: /);
    expect(text).toContain("Trading on paper is possible.");
  });

  test("exits 1 when the journal of the profile cannot be opened", async () => {
    writeFileSync(join(folder, "journal.db"), "this is not a database, it only has the name of one, and some length");
    const { code, text } = await examine(folder);
    expect(code).toBe(1);
    const schema = (JSON.parse(text) as Report).checks.find(({ name }) => name === "journal schema");
    expect(schema).toMatchObject({ state: "missing", needed: true });
  });
});

describe("one look", () => {
  test("at Node knows the one it is built for", () => {
    expect(checkNode("24.21.0").state).toBe("ok");
    expect(checkNode("22.18.0")).toMatchObject({ state: "unknown", needed: false });
  });

  test("at SQLite survives a binary that cannot be loaded", () => {
    expect(checkSqlite(root)).toMatchObject({ state: "ok", found: expect.stringMatching(/^SQLite 3\./) });
    expect(checkSqlite(folder)).toMatchObject({ state: "missing", needed: true });
  });

  test("at the build, Electron and Chromium tells what is not there", () => {
    expect(checkBuild(folder)).toMatchObject({ state: "missing", needed: false, fix: "npm run build" });
    expect(checkElectron(folder, {})).toMatchObject({
      state: "missing",
      fix: expect.stringContaining("install-electron"),
    });
    expect(checkChromium({ PROOFDESK_CHROMIUM: join(folder, "none") }, "linux").state).toBe("missing");
    expect(checkChromium({ PROOFDESK_CHROMIUM: folder }, "linux")).toMatchObject({ state: "ok", found: folder });
  });

  test("at a keychain that is switched off says that keys end with the session", async () => {
    expect(await checkKeychain({ PROOFDESK_KEYCHAIN: "off" })).toMatchObject({
      state: "missing",
      cost: expect.stringContaining("one session"),
    });
  });

  test("at the profile's holder believes a living process only", () => {
    expect(checkProfileHolder(folder).state).toBe("ok");
    writeFileSync(join(folder, "desk.json"), JSON.stringify({ pid: process.pid, since: "2026-01-01T00:00:00.000Z" }));
    expect(checkProfileHolder(folder)).toMatchObject({
      state: "missing",
      found: expect.stringContaining(`${process.pid}`),
    });
    writeFileSync(join(folder, "desk.json"), JSON.stringify({ pid: 999_999_999 }));
    expect(checkProfileHolder(folder).state).toBe("ok");
    writeFileSync(join(folder, "desk.json"), "half a fi");
    expect(checkProfileHolder(folder).state).toBe("ok");
  });

  test("at the folder accepts one that is still to be made, and refuses a file in its place", async () => {
    expect(checkProfileFolder(join(folder, "a", "b"))).toMatchObject({
      state: "ok",
      found: expect.stringContaining("will be"),
    });
    writeFileSync(join(folder, "file"), "");
    expect(checkProfileFolder(join(folder, "file", "profile")).state).toBe("missing");
    mkdirSync(join(folder, "empty"));
    expect((await checkSchema(join(folder, "empty"))).found).toBe("no journal yet");
    writeFileSync(join(folder, "empty", "state.snapshot"), "{}");
    expect(await checkSchema(join(folder, "empty"))).toMatchObject({
      state: "missing",
      found: expect.stringContaining("state.snapshot"),
      fix: expect.stringContaining("restore"),
    });
    expect(checkDisk(folder).found).toMatch(/GiB$/);
  });

  test("at the clock notices one that goes back", () => {
    let reading = 1000n;
    expect(checkClock(() => reading++).state).toBe("ok");
    expect(checkClock(() => reading--)).toMatchObject({ state: "missing", needed: true });
  });
});
