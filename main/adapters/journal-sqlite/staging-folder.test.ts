import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeStagingFolder } from "./staging-folder.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-staging-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("what an ended process has left is removed a day later, and nothing else is", () => {
  const now = Date.UTC(2026, 0, 5);
  const folder = (name: string, ageMs: number): string => {
    const made = join(dir, name);
    mkdirSync(made);
    writeFileSync(join(made, "copy"), "a journal");
    utimesSync(made, (now - ageMs) / 1000, (now - ageMs) / 1000);
    return made;
  };
  const left = folder(".proofdesk-backup-left", 86_400_000);
  const running = folder(".proofdesk-backup-running", 3_600_000);
  const other = folder("backups", 10 * 86_400_000);
  const made = makeStagingFolder(dir, ".proofdesk-backup-", now);
  expect(existsSync(left)).toBe(false);
  expect([running, other].every(existsSync)).toBe(true);
  expect(readdirSync(made)).toEqual([]);
});
