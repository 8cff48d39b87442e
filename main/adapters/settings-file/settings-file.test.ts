import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { openSettingsFile } from "./settings-file.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "settings-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a fresh profile starts with safe defaults and writes nothing until something changes", () => {
  const store = openSettingsFile(dir);
  expect(store.get().risk.maxOrdersPerSecond).toBe(5);
  expect(store.get().appearance.theme).toBe("system");
  expect(existsSync(path.join(dir, "settings.json"))).toBe(false);
});

test("a change is on disk and is read back by the next desk", () => {
  const store = openSettingsFile(dir);
  store.update({ appearance: { ...store.get().appearance, theme: "dark" } });
  expect(openSettingsFile(dir).get().appearance.theme).toBe("dark");
  expect(existsSync(path.join(dir, "settings.json.new"))).toBe(false);
});

test("an invalid change is refused and the old settings stay", () => {
  const store = openSettingsFile(dir);
  expect(() => store.update({ risk: { ...store.get().risk, maxOrdersPerSecond: 0 } })).toThrow();
  expect(store.get().risk.maxOrdersPerSecond).toBe(5);
});

test("a file that cannot be read is refused by name and left as it is", () => {
  const file = path.join(dir, "settings.json");
  writeFileSync(file, '{ "risk": { "maxOrdersPerSecond": "many" } }');
  expect(() => openSettingsFile(dir)).toThrow(Fault);
  expect(() => openSettingsFile(dir)).toThrow(/settings\.json/);
  expect(readFileSync(file, "utf8")).toContain("many");
});
