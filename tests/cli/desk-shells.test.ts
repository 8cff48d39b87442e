import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Console } from "../../main/commands/console.ts";
import { type DeskOptions, runDesk } from "../../main/commands/desk.ts";

let folder: string;
let environment: NodeJS.ProcessEnv;

/** A program in the place of Electron or Chromium that writes down how it was called. */
function standIn(name: string, exitCode: number): string {
  const file = join(folder, name, name);
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "$@" > "${join(folder, `${name}.called`)}"\nexit ${exitCode}\n`);
  chmodSync(file, 0o755);
  return file;
}
const calledWith = (name: string): string => readFileSync(join(folder, `${name}.called`), "utf8");

interface Ran {
  readonly code: number;
  readonly out: string[];
  readonly err: string[];
}

/** Runs the desk in this process and stops it once it has said where it is, or when it ends by itself. */
async function desk(options: Partial<DeskOptions>): Promise<Ran> {
  const stop = new AbortController();
  const out: string[] = [];
  const err: string[] = [];
  const said = (text: string): void => {
    out.push(text);
    if (options.shell === "none" || options.noOpen) stop.abort();
  };
  const console: Console = { out: said, json: (value) => said(JSON.stringify(value)), err: (text) => err.push(text) };
  const profile = join(folder, "profile");
  const code = await runDesk({ noOpen: false, json: false, profile, ...options }, console, stop.signal);
  return { code, out, err };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "proofdesk-shells-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  environment = { ...process.env };
  process.env["PROOFDESK_KEYCHAIN"] = "off";
  process.env["DISPLAY"] = ":99";
});
afterEach(() => {
  process.env = environment;
});

describe.skipIf(process.platform === "win32")("the desk command", () => {
  test("prints an address that admits one page when nothing shall open", async () => {
    const { code, out, err } = await desk({ noOpen: true });
    expect(code).toBe(0);
    expect(out).toEqual([expect.stringMatching(/^Open http:\/\/127\.0\.0\.1:\d+\/#ticket=\S+ \(works once/)]);
    expect(err).toContain("No window was asked for: the desk waits at its address.");
    expect(err).toContain("Closing the desk.");
  }, 60_000);

  test("takes the port it is given and says so in JSON", async () => {
    const { code, out } = await desk({ shell: "none", json: true });
    expect(code).toBe(0);
    expect(JSON.parse(out[0] ?? "")).toMatchObject({
      shell: "none",
      port: expect.any(Number),
      url: expect.any(String),
    });
  }, 60_000);

  test("opens Electron on the built entry, with profile and feed", async () => {
    process.env["ELECTRON_OVERRIDE_DIST_PATH"] = join(standIn("electron", 0), "..");
    const { code, out, err } = await desk({ json: true });
    expect(code).toBe(0);
    expect(err).toContain("The desk opens in Electron.");
    expect(JSON.parse(out[0] ?? "")).toMatchObject({ shell: "electron", url: null });
    expect(calledWith("electron")).toContain("desktop.js --profile=");
    expect(calledWith("electron")).toContain("--feed=synthetic");
  }, 60_000);

  test("opens Chromium when Electron ends at once, and closes with its window", async () => {
    process.env["ELECTRON_OVERRIDE_DIST_PATH"] = join(standIn("electron", 7), "..");
    process.env["PROOFDESK_CHROMIUM"] = standIn("chromium", 0);
    const { code, err } = await desk({});
    expect(code).toBe(0);
    expect(err.join("\n")).toMatch(/Electron ended at once \(exit code 7\): the desk opens in .*chromium\./);
    expect(err).toContain("The window was closed: closing the desk.");
    expect(calledWith("chromium")).toMatch(/--app=http:\/\/127\.0\.0\.1:\d+\/#ticket=/);
  }, 60_000);

  test("passes Electron's failure on when Electron was asked for by name", async () => {
    process.env["ELECTRON_OVERRIDE_DIST_PATH"] = join(standIn("electron", 7), "..");
    expect((await desk({ shell: "electron" })).code).toBe(1);
  }, 60_000);

  test("refuses a browser that is not there, with the way out", async () => {
    process.env["PROOFDESK_CHROMIUM"] = join(folder, "nothing");
    await expect(desk({ shell: "browser" })).rejects.toMatchObject({ code: "SHELL-NO-CHROMIUM" });
  }, 60_000);

  test("refuses a feed that is no file of bars", async () => {
    await expect(desk({ shell: "none", feed: join(folder, "gone.csv") })).rejects.toMatchObject({ code: "DATA-FILE" });
  }, 60_000);
});
