import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import process from "node:process";

/** Builds the shim into `dir`. `null` where this machine cannot: no C compiler, or no Linux. */
export function buildShim(dir: string): string | null {
  if (process.platform !== "linux") return null;
  const shim = join(dir, "fault-shim.so");
  try {
    execFileSync("cc", ["-shared", "-fPIC", "-O1", "-o", shim, join(import.meta.dirname, "fault-shim.c"), "-ldl"], {
      stdio: "pipe",
    });
    return shim;
  } catch {
    return null;
  }
}

/** Runs a script of this folder under the shim to its end, which may be by its own hand. Returns the lines it said. */
export function runShimmed(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let complaint = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("close", (code, signal) => {
      if (code === 0 || signal === "SIGKILL") resolve(said.trim().split("\n"));
      else reject(new Error(`${script} ended with ${code}: ${complaint}`));
    });
  });
}
