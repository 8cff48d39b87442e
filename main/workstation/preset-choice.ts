import { Fault } from "../../shared/model/fault.ts";
import type { PresetApplied } from "../../shared/model/firm-event.ts";
import { type FirmTerms, RecordedTerms } from "../../shared/model/firm-terms.ts";
import type { JournalValue } from "../../shared/model/journal-event.ts";
import { sha256Hex } from "../adapters/proof-node/node-primitives.ts";
import { readPreset } from "../adapters/prop-firm-presets/read-presets.ts";
import { canonicalize } from "../audit/canonical.ts";
import type { FirmView } from "../risk/prop-firm/firm-view.ts";

/** A preset someone wants an account to be under. */
export interface PresetWish {
  readonly id: string;
  /** What is left out stays as it was under the preset before, or is the usual. */
  readonly terms?: Partial<FirmTerms> | undefined;
  /** Another account at the firm begins. */
  readonly fresh?: boolean | undefined;
}

/**
 * What applying a preset would write down; `null` where the account is under it on these terms already. Throws Faults
 * `FIRM-PRESET…` and `FIRM-SIZE`.
 */
export function choosePreset(profileDir: string | null, wish: PresetWish, current: FirmView): PresetApplied | null {
  const { id, fresh = false } = wish;
  const preset = readPreset(id, profileDir);
  const { under } = current;
  const terms = RecordedTerms.parse({ ...under?.terms, ...wish.terms });
  const sha256 = sha256Hex(canonicalize(preset as unknown as JournalValue));
  const same = under?.sha256 === sha256 && JSON.stringify(under.terms) === JSON.stringify(terms);
  if (same && !fresh) return null;
  if (!fresh && under !== null && under.preset.startingBalance !== preset.startingBalance) {
    throw new Fault(
      "FIRM-SIZE",
      "validation",
      `The account is under ${under.preset.id}, which starts at ${under.preset.startingBalance}; ${id} starts at ${preset.startingBalance}.`,
      "Begin another account at the firm with --fresh, or choose a preset of the same size.",
    );
  }
  return { presetId: id, sha256, preset, terms, fresh };
}
