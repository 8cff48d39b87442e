import { existsSync } from "node:fs";
import { Fault } from "../../shared/model/fault.ts";
import type { DeskSettings } from "../../shared/model/settings.ts";
import { prepareProfile } from "../adapters/profile/profile-folder.ts";
import { openSettingsFile } from "../adapters/settings-file/settings-file.ts";

/**
 * Makes a profile beside another one that has settings and no history yet, and returns its folder: the first desk that
 * opens it opens its account on these settings. Throws a Fault where the folder is there already or cannot be made.
 */
export function createProfile(beside: string, name: string, settings: DeskSettings): string {
  const folder = `${beside.replace(/[/\\]+$/, "")}-${name}`;
  if (existsSync(folder)) {
    throw new Fault(
      "PROFILE-EXISTS",
      "validation",
      `${folder} is there already, and an account that has been opened keeps its terms.`,
      "Choose another name.",
    );
  }
  prepareProfile(folder);
  openSettingsFile(folder).update(settings);
  return folder;
}
