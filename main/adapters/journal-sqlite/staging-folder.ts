import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** Nothing that is laid out takes so long: what is older was left by a process that was ended. */
const leftMs = 86_400_000;

/**
 * Makes a folder of its own in another, for a copy that has no name yet, and removes those that ended processes have left
 * there a day ago or longer: they hold whole journals, opened ones among them. `now` is UTC milliseconds.
 */
export function makeStagingFolder(dir: string, prefix: string, now = Date.now()): string {
  for (const name of readdirSync(dir)) {
    if (!name.startsWith(prefix)) continue;
    const left = join(dir, name);
    try {
      const { mtimeMs } = statSync(left);
      if (now - mtimeMs >= leftMs) rmSync(left, { recursive: true, force: true });
    } catch {
      // Somebody else's, or gone meanwhile: it is in nobody's way.
    }
  }
  return mkdtempSync(join(dir, prefix));
}
