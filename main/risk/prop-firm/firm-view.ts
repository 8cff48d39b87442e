import type { AppliedPreset } from "./firm-record.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";

/** What the gate's rules may know of the firm whose money is traded. */
export interface FirmView {
  /** `null` where the account is under no preset. */
  readonly under: AppliedPreset | null;
  /** `null` until the account was seen for the first time since a preset was applied. */
  readonly guard: PropFirmGuard | null;
  /** Why what the guard saw last is a guess, or the preset is not known, in plain words; empty when neither is. */
  readonly gap: string;
}
