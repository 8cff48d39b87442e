import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

const block = Buffer.alloc(4096, 1);

/**
 * 4 KiB with `fdatasync`: the least that anything durable takes on this disk. Appended, the file grows each time; to
 * `overwrite` what lies there already is cheaper still.
 */
export function bareSync(dir: string, mode: "append" | "overwrite" = "append"): { ms(): number; close(): void } {
  const file = openSync(join(dir, "fdatasync.bin"), "w");
  const at = mode === "append" ? null : 0;
  writeSync(file, block, 0, block.length, at);
  fdatasyncSync(file);
  return {
    ms() {
      const from = performance.now();
      writeSync(file, block, 0, block.length, at);
      fdatasyncSync(file);
      return performance.now() - from;
    },
    close: () => closeSync(file),
  };
}
