import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fillDisk, onSmallDisk } from "../crash/small-disk.ts";
import { root, runCli } from "./run-cli.ts";

let profile: string;
beforeAll(() => {
  profile = mkdtempSync(join(tmpdir(), "proofdesk-desk-"));
});
afterAll(() => rmSync(profile, { recursive: true, force: true }));

interface DeskRun {
  readonly process: ChildProcess;
  readonly lines: readonly string[];
  said(): string;
  readonly ended: Promise<[number | null, string | null]>;
}

/** Runs a desk in a process of its own until its first line. */
async function startDesk(profileDir: string, more: Readonly<Record<string, string>> = {}): Promise<DeskRun> {
  const words = ["desk", "--shell", "none", "--port", "0", "--profile", profileDir, "--json"];
  const desk = spawn(process.execPath, [join(root, "main", "cli.ts"), ...words], {
    cwd: root,
    env: { ...process.env, PROOFDESK_KEYCHAIN: "off", ...more },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const ended = once(desk, "close") as DeskRun["ended"];
  const output = createInterface({ input: desk.stdout });
  output.on("line", (line) => lines.push(line));
  let said = "";
  desk.stderr.on("data", (chunk) => (said += String(chunk)));
  await Promise.race([
    once(output, "line"),
    ended.then(() => {
      throw new Error(`the desk ended early: ${said}`);
    }),
  ]);
  return { process: desk, lines, said: () => said, ended };
}

test("the desk prints one JSON line when it is ready, serves its page, and ends in order when it is stopped", async () => {
  const desk = await startDesk(profile);
  try {
    const ready = JSON.parse(desk.lines[0] ?? "") as { url: string; port: number; ticket: string };
    expect(ready).toMatchObject({ profile, shell: "none", url: `http://127.0.0.1:${ready.port}/` });
    expect(ready.ticket.length).toBeGreaterThan(40);
    const page = await fetch(ready.url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<title>Proofdesk");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    // The profile is taken: a second run on it is refused and says by whom.
    const second = await runCli(["desk", "--shell", "none", "--profile", profile, "--json"]);
    expect(second.code).toBe(1);
    expect(JSON.parse(second.stdout).error.code).toBe("PROFILE-IN-USE");
  } finally {
    desk.process.kill("SIGTERM");
  }
  expect(await desk.ended).toEqual([0, null]);
  expect(desk.lines).toHaveLength(1);
  expect(desk.said()).toContain("Closing the desk.");
}, 90_000);

/** Makes a process throw where nobody catches it, whenever it is asked to. */
const throwing = `--import=data:text/javascript,${encodeURIComponent('process.on("SIGUSR2", () => { throw new Error("boom"); })')}`;

test.skipIf(process.platform === "win32")(
  "an error that nobody caught leaves the desk running for exits alone",
  async () => {
    const desk = await startDesk(profile, { NODE_OPTIONS: throwing });
    try {
      desk.process.kill("SIGUSR2");
      const { url } = JSON.parse(desk.lines[0] ?? "") as { url: string };
      expect((await fetch(url)).status).toBe(200);
      const flat = await runCli(["flatten", "--profile", profile, "--json"]);
      expect(JSON.parse(flat.stdout)).toMatchObject({ result: { state: "reducing", recorded: true } });
    } finally {
      desk.process.kill("SIGTERM");
    }
    expect(await desk.ended).toEqual([0, null]);
    const found = await runCli(["audit", "--profile", profile]);
    expect(found.code).toBe(0);
  },
  90_000,
);

test("a desk process on a full disk says that nothing opens, serves its page, and ends in order", async (context) => {
  const skipped = await onSmallDisk(16 * 1024 * 1024, async (disk) => {
    const at = join(disk, "p");
    const first = await startDesk(at);
    first.process.kill("SIGTERM");
    expect(await first.ended).toEqual([0, null]);
    fillDisk(join(disk, "ballast"));
    const desk = await startDesk(at);
    try {
      const { url } = JSON.parse(desk.lines[0] ?? "") as { url: string };
      expect((await fetch(url)).status).toBe(200);
      expect(desk.said()).toContain("Nothing opens risk");
    } finally {
      desk.process.kill("SIGTERM");
    }
    expect(await desk.ended).toEqual([0, null]);
  });
  if (skipped !== null) context.skip(skipped);
}, 90_000);
