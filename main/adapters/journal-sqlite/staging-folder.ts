import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** Nothing that is laid out takes so long: what is older was left by a process that was ended. */
const leftMs = 86_400_000;
/** What the platform puts behind a prefix. */
const madeName = /^[A-Za-z0-9]{6}$/;

/**
 * Makes a folder of its own in another, for a copy that has no name yet, and removes those of this user that ended processes
 * have left there a day ago or longer: they hold whole journals, opened ones among them. `now` is UTC milliseconds.
 */
export function makeStagingFolder(dir: string, prefix: string, now = Date.now()): string {
  for (const name of namesIn(dir))
    if (name.startsWith(prefix) && madeName.test(name.slice(prefix.length))) removeLeft(join(dir, name), now);
  return mkdtempSync(join(dir, prefix));
}

/** In a folder that may be written to and not looked at, nothing is found. */
function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

function removeLeft(folder: string, now: number): void {
  try {
    const found = lstatSync(folder);
    const isOwn = process.getuid === undefined || found.uid === process.getuid();
    if (!found.isDirectory() || !isOwn) return;
    // A folder keeps its time while a file in it grows.
    const times = readdirSync(folder).map((name) => lstatSync(join(folder, name)).mtimeMs);
    if (now - Math.max(found.mtimeMs, ...times) >= leftMs) rmSync(folder, { recursive: true, force: true });
  } catch {
    // Gone meanwhile, or not to be removed: it is in nobody's way.
  }
}
