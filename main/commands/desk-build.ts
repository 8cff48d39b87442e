import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "../../shared/model/fault.ts";

const sources = ["main", "preload", "renderer", "shared", "electron.vite.config.ts", "package-lock.json"];
const products = ["out/main/desk.js", "out/main/desktop.js", "out/preload/index.cjs", "out/renderer/index.html"];

function modifiedAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

function newestIn(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), 0);
}

export type BuildState = "fresh" | "stale" | "missing";

/** Whether `out/` holds the page and the Electron entry, and whether they are newer than every source (tests apart). */
export function buildState(root: string): BuildState {
  const built = products.map((product) => modifiedAt(join(root, product)));
  if (built.includes(null)) return "missing";
  const newestSource = Math.max(...sources.map((source) => newestIn(join(root, source))));
  return built.every((at) => at !== null && at >= newestSource) ? "fresh" : "stale";
}

function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Takes the one build lock of this folder or says that another living process holds it. */
function takeLock(lock: string): boolean {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (processLives(Number(readFileSync(lock, "utf8")))) return false;
      rmSync(lock, { force: true });
    }
  }
}

async function runBuild(root: string): Promise<void> {
  const entry = join(root, "node_modules", "electron-vite", "bin", "electron-vite.js");
  const child = spawn(process.execPath, [entry, "build"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) {
    const tail = output.trim().split("\n").slice(-15).join("\n");
    throw new Fault(
      "BUILD-FAILED",
      "bug",
      `the desk's page could not be built:\n${tail}`,
      "Run npm ci, then npm run build.",
    );
  }
}

/** Builds `out/` when it is missing or older than the sources; two desks that start together build once. */
export async function ensureBuild(root: string, say: (line: string) => void): Promise<void> {
  if (buildState(root) === "fresh") return;
  mkdirSync(join(root, "out"), { recursive: true });
  const lock = join(root, "out", ".building");
  while (!takeLock(lock)) await sleep(100);
  try {
    const state = buildState(root);
    if (state === "fresh") return;
    const startedAt = performance.now();
    say(state === "missing" ? "Building the desk for the first time …" : "The sources changed: building the desk …");
    await runBuild(root);
    say(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
  } finally {
    rmSync(lock, { force: true });
  }
}
