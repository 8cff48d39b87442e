import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

type Env = Readonly<Record<string, string | undefined>>;

/** Writes, reads and removes one value; prints `ok` when it came back. A plain script, for it runs in a process that may be killed. */
const script = `
const [keytarUrl, service] = process.argv.slice(1);
const { default: keytar } = await import(keytarUrl);
const account = "probe-" + process.pid;
await keytar.setPassword(service, account, "probe");
const back = await keytar.getPassword(service, account);
await keytar.deletePassword(service, account);
console.log(back === "probe" ? "ok" : "the keychain did not give back what it was given");
`;

/** On Linux a Secret Service is reached over the session bus; without one there is nobody to ask. */
export function hasSessionBus(env: Env, platform: NodeJS.Platform): boolean {
  if (platform !== "linux" || env.DBUS_SESSION_BUS_ADDRESS) return true;
  return env.XDG_RUNTIME_DIR !== undefined && existsSync(join(env.XDG_RUNTIME_DIR, "bus"));
}

/**
 * Asks the keychain for real, in a process of its own: a keychain that waits for a prompt nobody sees can then be killed
 * instead of holding this one. Answers `null` when all is well, else what is wrong.
 */
export function probeKeychain(keytarUrl: string, service: string, env: Env, timeoutMs: number): Promise<string | null> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, "--", keytarUrl, service], {
    env: { ...env, ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let complaint = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  return new Promise((resolve) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, timeoutMs);
    child.on("error", (error) => resolve(error.message));
    child.on("close", () => {
      clearTimeout(timer);
      if (said.trim() === "ok") resolve(null);
      else if (late) resolve(`it did not answer within ${timeoutMs} ms`);
      else resolve(said.trim() || (/Error: (.*)/.exec(complaint)?.[1] ?? "it ended without an answer"));
    });
  });
}
