import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeWhole } from "./write-whole.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-whole-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("a file is replaced whole, for its owner alone, and nothing is left beside it", () => {
  const file = join(dir, "preset.json");
  writeFileSync(file, "old".repeat(1000));
  writeWhole(file, "new");
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(dir)).toEqual(["preset.json"]);
});

test("what cannot take its place leaves what was there, and nothing beside it", () => {
  const taken = join(dir, "folder");
  mkdirSync(join(taken, "inside"), { recursive: true });
  expect(() => writeWhole(taken, "new")).toThrow(
    expect.objectContaining({ code: "PROFILE-FILE", category: "storage" }),
  );
  expect(readdirSync(taken)).toEqual(["inside"]);
  expect(readdirSync(dir).filter((name) => name.endsWith(".new"))).toEqual([]);
});
