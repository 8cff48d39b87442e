import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface ElectronSearch {
  /** The folder that holds `node_modules`. */
  root: string;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * The Electron executable when its runtime is installed, else `null`. It looks at the files only: asking the
 * `electron` package itself would start a download (electron/index.js).
 */
export function findElectron({ root, env }: ElectronSearch): string | null {
  const home = join(root, "node_modules", "electron");
  const recorded = join(home, "path.txt");
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  // The installer writes the record last, so its absence means absent or half arrived.
  if (!existsSync(recorded) && override === undefined) return null;
  const name = existsSync(recorded) ? readFileSync(recorded, "utf8").trim() : "electron";
  const executable = join(override ?? join(home, "dist"), name);
  return existsSync(executable) ? executable : null;
}

/** Ends the installer and whatever it started; on Windows the installer has no children worth naming. */
function endGroup(processId: number): void {
  try {
    process.kill(process.platform === "win32" ? processId : -processId, "SIGKILL");
  } catch {
    // It ended in the meantime.
  }
}

export interface ElectronInstall extends ElectronSearch {
  /** Hard limit; a network that accepts and never answers would otherwise hold the start for minutes. */
  timeoutMs: number;
  signal?: AbortSignal;
}

/** Lets Electron's own installer fetch the runtime and returns the executable, or `null` when it did not arrive in time. */
export async function tryInstallElectron({ timeoutMs, signal, ...search }: ElectronInstall): Promise<string | null> {
  const installer = join(search.root, "node_modules", "electron", "install.js");
  if (!existsSync(installer)) return null;
  const child = spawn(process.execPath, [installer], {
    cwd: search.root,
    env: { ...search.env },
    stdio: "ignore",
    detached: process.platform !== "win32",
  });
  const exited = await new Promise<boolean>((resolve) => {
    const stop = (): void => {
      if (child.pid !== undefined) endGroup(child.pid);
      resolve(false);
    };
    const timer = setTimeout(stop, timeoutMs);
    signal?.addEventListener("abort", stop, { once: true });
    const finish = (installed: boolean): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      resolve(installed);
    };
    child.once("error", () => {
      finish(false);
    });
    child.once("exit", (code) => {
      finish(code === 0);
    });
  });
  return exited ? findElectron(search) : null;
}
