import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withProfile } from "../journal/sample-journal.ts";

/** Runs on a file system of its own of so many bytes; says why where this process may not mount one. */
export async function onSmallDisk(bytes: number, use: (dir: string) => Promise<void>): Promise<string | null> {
  return await withProfile(async (dir) => {
    const mounted = join(dir, "disk");
    mkdirSync(mounted);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", mounted], { stdio: "pipe" });
    } catch (error) {
      return `no file system can be mounted here: ${(error as Error).message.split("\n")[0]}`;
    }
    try {
      await use(mounted);
      return null;
    } finally {
      execFileSync("umount", ["--lazy", mounted]);
    }
  });
}

/** Fills a disk with one file, to the last byte. */
export function fillDisk(ballast: string): void {
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    try {
      for (;;) writeFileSync(ballast, Buffer.alloc(size, 1), { flag: "a" });
    } catch {
      // Full to this grain.
    }
  }
}
