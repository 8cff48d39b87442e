import { mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Fault } from "../../../shared/model/fault.ts";

/** Where a profile lives unless `--profile` says otherwise: the data folder of the system's own convention. */
export function defaultProfileDir(host: {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}): string {
  const { platform, env, home } = host;
  if (platform === "win32") return join(env.LOCALAPPDATA || join(home, "AppData", "Local"), "Proofdesk");
  if (platform === "darwin") return join(home, "Library", "Application Support", "Proofdesk");
  const xdg = env.XDG_DATA_HOME;
  return join(xdg?.startsWith("/") ? xdg : join(home, ".local", "share"), "proofdesk");
}

/** Creates the folder for its owner alone. Throws a Fault `PROFILE-FOLDER` where the system refuses. */
export function prepareProfile(dir: string): void {
  try {
    makeFolder(resolve(dir));
  } catch (error) {
    throw new Fault(
      "PROFILE-FOLDER",
      "storage",
      `the profile folder ${dir} cannot be created: ${(error as Error).message}`,
      "Choose a folder you may write to with --profile.",
      { cause: error },
    );
  }
}

/**
 * Makes a folder and those above it for their owner alone, one by one: where a file system denies that its own folder is
 * there, such as /proc, Node's recursive way never returns. Says which was the first that it made.
 */
export function makeFolder(dir: string): string | undefined {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() === true) return undefined;
  const parent = dirname(dir);
  const first = parent === dir ? undefined : makeFolder(parent);
  try {
    mkdirSync(dir, { mode: 0o700 });
    return first ?? dir;
  } catch (error) {
    // Another process may have been as quick.
    if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
    return first;
  }
}
