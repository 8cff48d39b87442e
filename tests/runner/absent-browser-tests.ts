import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestOutcome } from "./tally.ts";

/** The tests of the Chromium project, read from their sources: without a Chromium that project does not exist. */
export function absentBrowserTests(root: string): TestOutcome[] {
  return globSync("renderer/**/*.browser.test.tsx", { cwd: root }).flatMap((file) => {
    const found = readFileSync(join(root, file), "utf8").match(/^\s*(?:test|it)(?:\.\w+)*\(/gm) ?? [];
    return Array.from(
      { length: Math.max(1, found.length) },
      (_, index): TestOutcome => ({ file, name: `browser test ${index + 1}`, state: "skipped", note: "no Chromium" }),
    );
  });
}
