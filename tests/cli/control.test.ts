import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root, runCli } from "./run-cli.ts";

let profile: string;
beforeAll(() => {
  profile = mkdtempSync(join(tmpdir(), "proofdesk-control-"));
});
afterAll(() => rmSync(profile, { recursive: true, force: true }));

test("halt, resume, flatten and lockout reach a running desk in another process, and a killed one leaves no lie", {
  timeout: 120_000,
}, async () => {
  const words = ["desk", "--shell", "none", "--port", "0", "--profile", profile, "--json"];
  const desk = spawn(process.execPath, [join(root, "main", "cli.ts"), ...words], {
    cwd: root,
    env: { ...process.env, PROOFDESK_KEYCHAIN: "off" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(desk, "close");
  try {
    await Promise.race([
      once(createInterface({ input: desk.stdout }), "line"),
      ended.then(() => {
        throw new Error("the desk ended early");
      }),
    ]);
    const at = ["--profile", profile, "--json"];
    const halted = await runCli(["halt", "--reason", "news", ...at]);
    expect(halted.code).toBe(0);
    expect(JSON.parse(halted.stdout)).toMatchObject({ by: "desk", result: { killSwitch: true, recorded: true } });
    const resumed = await runCli(["resume", ...at]);
    expect([resumed.code, JSON.parse(resumed.stdout).result.state]).toEqual([0, "active"]);
    const flat = await runCli(["flatten", ...at]);
    expect([flat.code, JSON.parse(flat.stdout).result.left]).toEqual([0, []]);
    const locked = await runCli(["lockout", "--for", "2h", "--profile", profile]);
    expect(locked.code).toBe(0);
    expect(locked.stdout).toContain("The broker's own site is not bound by this.");
    const refused = await runCli(["resume", ...at]);
    expect([refused.code, JSON.parse(refused.stdout).error.code]).toEqual([1, "RISK-LOCKED-OUT"]);
  } finally {
    desk.kill("SIGKILL");
  }
  await ended;
  const nobody = await runCli(["flatten", "--profile", profile, "--json"]);
  expect([nobody.code, JSON.parse(nobody.stdout).error.code]).toEqual([1, "CONTROL-NO-DESK"]);
  const later = await runCli(["halt", "--profile", profile, "--json"]);
  expect([later.code, JSON.parse(later.stdout).by]).toEqual([0, "journal"]);
});

test("what is typed wrongly is a usage error, and a folder without a journal is named", async () => {
  for (const words of [
    ["lockout"],
    ["lockout", "--for", "soon"],
    ["lockout", "--for", "1h", "--until", "2030-01-01"],
  ]) {
    expect((await runCli([...words, "--profile", profile])).code).toBe(2);
  }
  const none = await runCli(["halt", "--profile", join(profile, "nowhere"), "--json"]);
  expect([none.code, JSON.parse(none.stdout).error.code]).toEqual([1, "STORAGE-NONE"]);
});
