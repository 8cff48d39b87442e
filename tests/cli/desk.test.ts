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
  profile = mkdtempSync(join(tmpdir(), "proofdesk-desk-"));
});
afterAll(() => rmSync(profile, { recursive: true, force: true }));

test("the desk prints one JSON line when it is ready, serves its page, and ends in order when it is stopped", async () => {
  const words = ["desk", "--shell", "none", "--port", "0", "--profile", profile, "--json"];
  const desk = spawn(process.execPath, [join(root, "main", "cli.ts"), ...words], {
    cwd: root,
    env: { ...process.env, PROOFDESK_KEYCHAIN: "off" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const ended = once(desk, "close") as Promise<[number | null]>;
  const output = createInterface({ input: desk.stdout });
  output.on("line", (line) => lines.push(line));
  let said = "";
  desk.stderr.on("data", (chunk) => (said += String(chunk)));
  try {
    await Promise.race([
      once(output, "line"),
      ended.then(() => {
        throw new Error(`the desk ended early: ${said}`);
      }),
    ]);
    const ready = JSON.parse(lines[0] ?? "") as { url: string; port: number; ticket: string };
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
    desk.kill("SIGTERM");
  }
  expect(await ended).toEqual([0, null]);
  expect(lines).toHaveLength(1);
  expect(said).toContain("Closing the desk.");
}, 90_000);
