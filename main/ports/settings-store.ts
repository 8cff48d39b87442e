import type { DeskSettings } from "../../shared/model/settings.ts";

/** What a profile remembers besides its journal. A change is on disk when `update` returns. */
export interface SettingsStore {
  get(): DeskSettings;
  update(change: Partial<DeskSettings>): DeskSettings;
}
