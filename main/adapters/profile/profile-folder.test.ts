import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { prepareProfile } from "./profile-folder.ts";

const isWindows = process.platform === "win32";
const refused = expect.objectContaining({ code: "PROFILE-FOLDER", category: "storage" });

test("a profile's folder is made with those above it, for its owner alone, and may be there already", () => {
  const root = mkdtempSync(join(tmpdir(), "profile-"));
  try {
    const dir = join(root, "a", "b");
    prepareProfile(dir);
    prepareProfile(dir);
    expect(statSync(dir).isDirectory()).toBe(true);
    if (!isWindows) expect(statSync(join(root, "a")).mode & 0o777).toBe(0o700);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test("a file in the way is refused", () => {
  const root = mkdtempSync(join(tmpdir(), "profile-"));
  try {
    const file = join(root, "file");
    writeFileSync(file, "");
    for (const dir of [file, join(file, "deeper")]) expect(() => prepareProfile(dir)).toThrowError(refused);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test.runIf(existsSync("/proc/self"))("a file system that takes no folders answers at once", () => {
  for (const dir of ["/proc/nope", "/proc/nope/deeper"]) expect(() => prepareProfile(dir)).toThrowError(refused);
});
