import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

const block = Buffer.alloc(4096, 1);

/** A bare append of 4 KiB with `fdatasync`: the least that anything durable takes on this disk. */
export function bareSync(dir: string): { ms(): number; close(): void } {
  const file = openSync(join(dir, "fdatasync.bin"), "w");
  return {
    ms() {
      const from = performance.now();
      writeSync(file, block);
      fdatasyncSync(file);
      return performance.now() - from;
    },
    close: () => closeSync(file),
  };
}
