import { homedir } from "node:os";
import { resolve } from "node:path";
import { defaultProfileDir } from "../adapters/profile/profile-folder.ts";

/** The option every command that touches a profile has. */
export const profileOption = {
  kind: "text",
  value: "DIR",
  text: "the profile folder: journal, settings, logs (default: the data folder of this system)",
} as const;

/** The profile that `--profile` names, else this system's default one. */
export function profileDirOf(given: string | undefined): string {
  if (given !== undefined) return resolve(given);
  return defaultProfileDir({ platform: process.platform, env: process.env, home: homedir() });
}
