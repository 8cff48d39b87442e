import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chromiumFlags, findChromium, openAppWindow, sandboxFlags } from "./chromium.ts";

const only =
  (...paths: string[]) =>
  (path: string): boolean =>
    paths.includes(path);

describe("finding a Chromium", () => {
  test("the named one comes first, and a wrong name is not papered over by another browser", () => {
    const exists = only("/opt/mine", "/usr/bin/chromium");
    const find = (named: string) => findChromium({ exists, env: { PROOFDESK_CHROMIUM: named }, platform: "linux" });
    expect(find("/opt/mine")).toBe("/opt/mine");
    expect(find("/opt/gone")).toBeNull();
    expect(find("")).toBe("/usr/bin/chromium");
  });

  test.each([
    ["linux", "/usr/bin/chromium", {}],
    ["linux", "/usr/bin/chromium-browser", {}],
    ["linux", "/usr/bin/google-chrome-stable", {}],
    ["linux", "/snap/bin/chromium", {}],
    ["linux", "/usr/bin/microsoft-edge", {}],
    ["darwin", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", {}],
    ["darwin", "/Users/a/Applications/Chromium.app/Contents/MacOS/Chromium", { HOME: "/Users/a" }],
    ["win32", "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe", { PROGRAMFILES: "C:\\Program Files" }],
    ["win32", "C:\\x86\\Microsoft\\Edge\\Application\\msedge.exe", { "PROGRAMFILES(X86)": "C:\\x86" }],
  ])("on %s it is found at %s", (platform, path, env) => {
    expect(findChromium({ exists: only(path), env, platform })).toBe(path);
    expect(findChromium({ exists: only(), env, platform })).toBeNull();
  });

  test("an unknown platform has none", () => {
    expect(findChromium({ exists: () => true, env: {}, platform: "plan9" })).toBeNull();
  });
});

test("the sandbox is given up for root only", () => {
  expect(sandboxFlags(0)).toEqual(["--no-sandbox"]);
  expect(chromiumFlags(0)).toContain("--no-sandbox");
  for (const user of [1000, undefined]) {
    if (user !== undefined) expect(chromiumFlags(user)).not.toContain("--no-sandbox");
  }
});

describe.skipIf(process.platform === "win32")("an app window", () => {
  const fakeBrowser = (script: string): { executable: string; dir: string } => {
    const dir = mkdtempSync(join(tmpdir(), "browser-"));
    const executable = join(dir, "browser");
    writeFileSync(executable, `#!/bin/sh\n${script}\n`);
    chmodSync(executable, 0o700);
    return { executable, dir };
  };

  test("gets the address in app mode and a profile of its own, and ends with the browser", async () => {
    const { executable, dir } = fakeBrowser('printf "%s\\n" "$@" > "$(dirname "$0")/args"; exit 3');
    const profileDir = join(dir, "profile");
    const code = await openAppWindow({ executable, url: "http://127.0.0.1:1/", profileDir, extraFlags: ["--more"] });
    expect(code).toBe(3);
    const flags = readFileSync(join(dir, "args"), "utf8").split("\n");
    expect(flags).toContain("--app=http://127.0.0.1:1/");
    expect(flags).toContain(`--user-data-dir=${profileDir}`);
    expect(flags).toContain("--more");
  });

  test("is closed when its signal aborts, before or after the start", async () => {
    const { executable, dir } = fakeBrowser("exec sleep 60");
    const stop = new AbortController();
    const closed = openAppWindow({ executable, url: "x:", profileDir: dir, signal: stop.signal });
    stop.abort();
    expect(await closed).toBe(0);
    expect(await openAppWindow({ executable, url: "x:", profileDir: dir, signal: stop.signal })).toBe(0);
  });

  test("says when the browser cannot be started", async () => {
    const executable = join(tmpdir(), "no-such-browser");
    expect(existsSync(executable)).toBe(false);
    await expect(openAppWindow({ executable, url: "x:", profileDir: tmpdir() })).rejects.toThrow("ENOENT");
  });
});
