import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { findElectron, tryInstallElectron } from "./electron-runtime.ts";

let root: string;
let home: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "runtime-"));
  home = join(root, "node_modules", "electron");
  mkdirSync(join(home, "dist"), { recursive: true });
});
const env = { PATH: process.env.PATH };

test("the runtime is found by its record and its executable, both of them", () => {
  expect(findElectron({ root, env })).toBeNull();
  writeFileSync(join(home, "path.txt"), "electron");
  expect(findElectron({ root, env })).toBeNull();
  writeFileSync(join(home, "dist", "electron"), "");
  expect(findElectron({ root, env })).toBe(join(home, "dist", "electron"));
});

test("an executable without the installer's record is a half arrived download", () => {
  writeFileSync(join(home, "dist", "electron"), "");
  expect(findElectron({ root, env })).toBeNull();
});

test("a folder of one's own takes the place of the downloaded one", () => {
  const own = mkdtempSync(join(tmpdir(), "own-"));
  const search = { root, env: { ELECTRON_OVERRIDE_DIST_PATH: own } };
  expect(findElectron(search)).toBeNull();
  writeFileSync(join(own, "electron"), "");
  expect(findElectron(search)).toBe(join(own, "electron"));
});

test("an installer that works leaves the runtime behind", async () => {
  const script = `const fs = require("node:fs"); const path = require("node:path");
    fs.writeFileSync(path.join(__dirname, "dist", "electron"), "");
    fs.writeFileSync(path.join(__dirname, "path.txt"), "electron");`;
  writeFileSync(join(home, "install.js"), script);
  expect(await tryInstallElectron({ root, env, timeoutMs: 20_000 })).toBe(join(home, "dist", "electron"));
});

test("an installer that fails, hangs, or is called off leaves nothing and takes no longer than allowed", async () => {
  expect(await tryInstallElectron({ root, env, timeoutMs: 20_000 })).toBeNull();
  writeFileSync(join(home, "install.js"), "process.exit(1)");
  expect(await tryInstallElectron({ root, env, timeoutMs: 20_000 })).toBeNull();
  writeFileSync(join(home, "install.js"), "setInterval(() => {}, 1000)");
  const startedAt = performance.now();
  expect(await tryInstallElectron({ root, env, timeoutMs: 300 })).toBeNull();
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  expect(await tryInstallElectron({ root, env, timeoutMs: 20_000, signal: stop.signal })).toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
