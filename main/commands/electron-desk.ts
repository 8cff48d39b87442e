import { spawn } from "node:child_process";
import { join } from "node:path";
import { sandboxFlags } from "../transport/chromium.ts";

export interface ElectronDesk {
  readonly executable: string;
  readonly root: string;
  readonly profileDir: string;
  readonly feed: string;
  readonly speed: number;
  readonly signal: AbortSignal;
}

/** Runs the built desktop entry in Electron until it quits; resolves with its exit code. */
export async function runElectronDesk({
  executable,
  root,
  profileDir,
  feed,
  speed,
  signal,
}: ElectronDesk): Promise<number> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const entry = join(root, "out", "main", "desktop.js");
  const words = [...sandboxFlags(), entry, `--profile=${profileDir}`, `--feed=${feed}`, `--speed=${speed}`];
  return await new Promise((resolve, reject) => {
    // Electron's own chatter goes to stderr, so that stdout stays free for --json.
    const child = spawn(executable, words, { cwd: root, env, stdio: ["ignore", process.stderr, process.stderr] });
    const stop = (): void => void child.kill("SIGTERM");
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    child.once("error", reject);
    child.once("exit", (code) => {
      signal.removeEventListener("abort", stop);
      resolve(code ?? (signal.aborted ? 0 : 1));
    });
  });
}
