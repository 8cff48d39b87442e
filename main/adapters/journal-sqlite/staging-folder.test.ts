import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeStagingFolder } from "./staging-folder.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-staging-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const prefix = ".proofdesk-backup-";

test("what an ended process has left is removed a day later, and nothing else is", () => {
  const now = Date.UTC(2026, 0, 5);
  const dayMs = 86_400_000;
  const aged = (path: string, ageMs: number): void => utimesSync(path, (now - ageMs) / 1000, (now - ageMs) / 1000);
  const folder = (name: string, ageMs: number, fileAgeMs = ageMs): string => {
    const made = join(dir, name);
    mkdirSync(made);
    writeFileSync(join(made, "copy"), "a journal");
    aged(join(made, "copy"), fileAgeMs);
    aged(made, ageMs);
    return made;
  };
  const left = folder(`${prefix}aBc123`, dayMs);
  const kept = [
    folder(`${prefix}Run123`, 3_600_000),
    folder(`${prefix}Grows1`, 2 * dayMs, 60_000),
    folder(`${prefix}of-2025`, 300 * dayMs),
    folder("backups", 300 * dayMs),
    join(dir, `${prefix}notes1`),
  ];
  writeFileSync(kept.at(-1) as string, "my own");
  aged(kept.at(-1) as string, 300 * dayMs);
  const made = makeStagingFolder(dir, prefix, now);
  expect(existsSync(left)).toBe(false);
  expect(kept.filter((path) => !existsSync(path))).toEqual([]);
  expect(readdirSync(made)).toEqual([]);
});
