import { writeSync } from "node:fs";

const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Says a line on stdout before it returns. A reader that is busy is waited for: lines this short go whole or not at all. */
export function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== "EAGAIN") throw error;
      Atomics.wait(nothing, 0, 0, 1);
    }
  }
}
