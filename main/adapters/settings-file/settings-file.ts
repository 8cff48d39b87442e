import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Fault } from "../../../shared/model/fault.ts";
import { DeskSettings } from "../../../shared/model/settings.ts";
import type { SettingsStore } from "../../ports/settings-store.ts";
import { writeWhole } from "../profile/write-whole.ts";

/**
 * Settings as one readable JSON file in the profile. A file that cannot be read is refused, never overwritten, so that
 * a typing error made by hand costs nothing.
 */
export function openSettingsFile(profileDir: string): SettingsStore {
  const file = path.join(profileDir, "settings.json");
  let settings = existsSync(file) ? readSettings(file) : DeskSettings.parse({});
  return {
    get: () => settings,
    update(change) {
      const next = DeskSettings.parse({ ...settings, ...change });
      writeWhole(file, `${JSON.stringify(next, null, 2)}\n`);
      settings = next;
      return next;
    },
  };
}

function readSettings(file: string): DeskSettings {
  try {
    return DeskSettings.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Fault(
      "SETTINGS-UNREADABLE",
      "storage",
      `${file} cannot be read: ${detail}`,
      "Mend the file, or move it away to start with the defaults.",
      { cause: error },
    );
  }
}
