import type { Actor } from "../../shared/model/actor.ts";
import type { FirmTerms } from "../../shared/model/firm-terms.ts";
import type { PropFirmPreset } from "../../shared/model/prop-firm.ts";
import type { FirmDayPoint, PresetList, PropFirmReport } from "../../shared/model/prop-firm-report.ts";

/** The prop firm whose rules the account is under, and the presets it may be put under. */
export interface FirmDesk {
  /** `null` where the account is under no preset. */
  report(): PropFirmReport | null;
  /** The firm's day so far. */
  day(): readonly FirmDayPoint[];
  presets(): PresetList;
  /** Throws a Fault for an id that is none. */
  preset(id: string): PropFirmPreset;
  /** Keeps a preset of the trader's own with the profile. Throws a Fault for the id of one that comes with the product. */
  savePreset(preset: PropFirmPreset): void;
  /** Journals the preset and judges by it from now on. */
  apply(id: string, terms: FirmTerms, fresh: boolean, actor: Actor): void;
}
