import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withProfile } from "../../../tests/journal/sample-journal.ts";
import { defaultProfileDir, prepareProfile } from "./profile-folder.ts";
import { holdProfile } from "./profile-hold.ts";

const since = "2026-01-31T12:00:00.000Z";

test("one desk at a time holds a profile; the second is told who and since when", () =>
  withProfile((dir) => {
    const hold = holdProfile(dir, { pid: process.pid, since });
    expect(() => holdProfile(dir, { pid: 1, since })).toThrow(
      expect.objectContaining({
        code: "PROFILE-IN-USE",
        message: expect.stringContaining(`process ${process.pid} since ${since}`),
        // The holder may be a desk or a command, and each has a way out of its own.
        remedy: expect.stringMatching(/if it is a desk.*if it is a command, wait.*--profile/),
      }),
    );
    hold.release();
    hold.release();
    holdProfile(dir, { pid: 1, since }).release();
  }));

test("a holder that left no word is still a holder", () =>
  withProfile((dir) => {
    const hold = holdProfile(dir, { pid: process.pid, since });
    writeFileSync(join(dir, "desk.json"), "{}");
    expect(() => holdProfile(dir, { pid: 1, since })).toThrow("held by another process");
    writeFileSync(join(dir, "desk.json"), "no json");
    expect(() => holdProfile(dir, { pid: 1, since })).toThrow("held by another process");
    hold.release();
  }));

test("another process is kept out, and a killed one leaves nothing behind", () =>
  withProfile(async (dir) => {
    const script = `
      const { holdProfile } = await import(${JSON.stringify(new URL("./profile-hold.ts", import.meta.url).href)});
      holdProfile(${JSON.stringify(dir)}, { pid: process.pid, since: "${since}" });
      console.log("held");
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    expect(() => holdProfile(dir, { pid: 1, since })).toThrow(`process ${child.pid}`);
    child.kill("SIGKILL");
    await once(child, "close");
    const word = readFileSync(join(dir, "desk.json"), "utf8");
    const next = holdProfile(dir, { pid: process.pid, since });
    // A holder that could not leave its own word is not taken for the dead one, whose word is still there.
    writeFileSync(join(dir, "desk.json"), word);
    expect(() => holdProfile(dir, { pid: 1, since })).toThrow(/held by another process$/);
    next.release();
  }));

test("a folder that cannot hold a lock says so, with a way out", () => {
  expect(() => holdProfile("/nowhere/at/all", { pid: 1, since })).toThrow(
    expect.objectContaining({ code: "PROFILE-LOCK", message: expect.stringContaining("directory does not exist") }),
  );
});

test("the default profile follows the system's convention", () => {
  const of = (platform: NodeJS.Platform, env: Record<string, string>, home = "/home/a"): string =>
    defaultProfileDir({ platform, env, home });
  expect(of("linux", {})).toBe("/home/a/.local/share/proofdesk");
  expect(of("linux", { XDG_DATA_HOME: "/data" })).toBe("/data/proofdesk");
  expect(of("linux", { XDG_DATA_HOME: "relative" })).toBe("/home/a/.local/share/proofdesk");
  expect(of("darwin", {})).toBe("/home/a/Library/Application Support/Proofdesk");
  expect(of("win32", { LOCALAPPDATA: "/local" })).toBe("/local/Proofdesk");
  expect(of("win32", {})).toBe("/home/a/AppData/Local/Proofdesk");
});

test("a folder that cannot be made is a fault with a remedy", () =>
  withProfile((dir) => {
    writeFileSync(join(dir, "file"), "");
    expect(() => prepareProfile(join(dir, "file", "profile"))).toThrow(
      expect.objectContaining({ code: "PROFILE-FOLDER" }),
    );
  }));
